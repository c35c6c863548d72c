#pragma once
// One cell in double precision, straight from the formula: shown beside the float32 value.
#include "attention/trace.hpp"

namespace attn::reference {

double dot(ConstVector a, ConstVector b);
double squared_distance(ConstVector a, ConstVector b);

/** The cell (row, column) of a stage of one head. */
double cell(const Problem& problem, Stage stage, Index batch, Index head, Index row, Index column);

}  // namespace attn::reference
