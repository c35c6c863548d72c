#pragma once
// What one score function knows: how to make its operands, its tile, its explanation and its double-precision value.
#include "attention/problem.hpp"
#include "attention/steps.hpp"
#include "kernels/panel.hpp"

namespace attn {

/** Queries or keys of a head: the rows as given, or what the score function makes of them first. */
struct Operand {
  ConstMatrix rows;     // (length, width)
  ConstVector lengths;  // (length): ‖row‖, for cosine only
};

/** The keys of a head as the tile meets them. */
struct PackedKeys {
  panel::Packed panels;  // (width, key)
  ConstVector lengths;

  PackedKeys block(Index first, Index count) const {
    return {panels.column_block(first, count), lengths.data ? ConstVector(lengths.data + first, {count}) : lengths};
  }
};

/** One query and one key; all keys of the head are at hand, since a convolution looks at the neighbours. */
struct Pair {
  ConstVector q;
  ConstMatrix keys;
  Index key;

  ConstVector k() const { return keys[key]; }
};

namespace parameter {
enum Bit : unsigned { gain = 1, W = 2, U = 4, b = 8, v = 16 };
}

struct ScoreForm {
  std::string_view name;
  unsigned uses = 0;   // parameters it has
  unsigned needs = 0;  // those without a default
  /** Columns of the operands. */
  Index (*width)(const Problem&);
  /** Floats of the arena that the operands of `queries` queries, or of all keys of one head, take; in 64 bits. */
  std::int64_t (*query_floats)(const Problem&, Index queries);
  std::int64_t (*key_floats)(const Problem&);
  Operand (*query)(const Problem&, ConstMatrix q, Arena&) noexcept;
  Operand (*key)(const Problem&, ConstMatrix k, Arena&) noexcept;
  /** out(i, j) = the score of row i of q and key j, not yet scaled; null: the dot product of the operands. */
  void (*tile)(const Problem&, const Operand& q, const PackedKeys& k, Matrix out) noexcept = nullptr;
  /** Adds the steps to one score; answers it. */
  float (*explain)(const Problem&, const Pair&, Steps&);
  double (*reference)(const Problem&, const Pair&);
};

const ScoreForm& form_of(ScoreKind kind);

extern const ScoreForm kDotForm, kScaledDotForm, kEuclideanForm, kSquaredEuclideanForm, kCosineForm, kAdditiveForm,
    kTanhDotForm, kBilinearForm, kImportanceForm, kImportanceConvForm;

/** Rows that need no preparation. */
inline Index width_of_keys(const Problem& problem) { return problem.k.shape[3]; }
inline std::int64_t no_query_floats(const Problem&, Index) { return 0; }
inline std::int64_t no_key_floats(const Problem&) { return 0; }
inline Operand as_given(const Problem&, ConstMatrix rows, Arena&) noexcept { return {rows, {}}; }

}  // namespace attn
