#include "attention/stages.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "base/errors.hpp"
#include "kernels/elementwise.hpp"
#include "kernels/matmul.hpp"
#include "kernels/reduce.hpp"

namespace attn {

namespace {

Status overflow_at(std::string_view stage, const Block& block, Index row, Index column) {
  return errors::overflow("attend", stage, {block.batch, block.head, block.query + row, block.key + column});
}

Status check_finite(std::string_view stage, const Block& block, ConstMatrix m) {
  const auto cell = first_not_finite(m);
  return cell ? overflow_at(stage, block, cell->row, cell->column) : Status{};
}

/** The first key that the mask does not hide, but whose masked score became infinite. */
std::optional<Index> first_lost(ConstVector masked, ConstVector bias) {
  for (Index j = 0; j < masked.shape[0]; ++j)
    if (std::isinf(masked(j)) && !std::isinf(bias(j))) return j;
  return std::nullopt;
}

/** row += mask, in pieces that need no scratch memory. */
Status add_matrix(const MaskRule& rule, const Block& block, Index i, Vector row, bool safe) {
  constexpr Index kPiece = 256;
  float bias[kPiece];
  for (Index j = 0; j < row.shape[0]; j += kPiece) {
    const Index count = std::min(kPiece, row.shape[0] - j);
    const Vector piece(bias, {count});
    rule.row(block.batch, block.head, block.query + i, block.key + j, piece);
    const Matrix cells(row.data + j, {1, count});
    add(cells, as_row(piece), cells);
    if (safe || rule.mask.kind != MaskKind::additive) continue;
    if (const auto lost = first_lost(cells[0], piece)) return overflow_at("masked", block, i, j + *lost);
  }
  return {};
}

/** Hides what lies outside the range of the row. */
void hide_outside(KeyRange seen, Index key, Vector row) {
  constexpr float kHidden = -std::numeric_limits<float>::infinity();
  const Index count = row.shape[0];
  const Index first = std::clamp<Index>(seen.first - key, 0, count),
              end = std::clamp<Index>(seen.end - key, first, count);
  std::fill_n(row.data, first, kHidden);
  std::fill(row.data + end, row.data + count, kHidden);
}

}  // namespace

Status score_stage(const Problem& problem, const Block& block, const Operand& q, const PackedKeys& k, Matrix scores,
                   bool safe) {
  const ScoreForm& form = form_of(problem.score.kind);
  if (form.tile) {
    form.tile(problem, q, k, scores);
    if (problem.scale != 1) scale(scores, problem.scale, scores);
  } else {
    matmul(q.rows, k.panels, scores, Finish{.scale = problem.scale});
  }
  return safe ? Status{} : check_finite("score", block, scores);
}

Status mask_stage(const Problem& problem, const Block& block, ConstMatrix capped, Matrix masked, bool safe) {
  if (problem.temperature != 1 || masked.data != capped.data) divide(capped, problem.temperature, masked);
  if (!safe)
    if (Status status = check_finite("masked", block, masked); !status.ok()) return status;
  for (Index i = 0; i < masked.rows(); ++i) {
    if (!problem.mask.has_matrix()) {
      hide_outside(problem.mask.range(block.batch, block.query + i, problem.keys), block.key, masked[i]);
    } else if (Status status = add_matrix(problem.mask, block, i, masked[i], safe); !status.ok()) {
      return status;
    }
  }
  return {};
}

}  // namespace attn
