#include "layers/parameters.hpp"

#include <cmath>

namespace attn {

Parameter& Parameters::add(std::string name, Index rows, Index columns, float start) {
  Parameter& parameter = all_.emplace_back();
  parameter.name = std::move(name);
  parameter.value = Tensor({rows, columns});
  if (start != 0 && parameter.value.allocated())
    for (std::int64_t i = 0; i < parameter.value.count(); ++i) parameter.value.data()[i] = start;
  return parameter;
}

Parameter& Parameters::add_matrix(std::string name, Index rows, Index columns, Random& random) {
  Parameter& parameter = add(std::move(name), rows, columns);
  parameter.decays = true;
  const float limit = std::sqrt(6.0f / static_cast<float>(rows + columns));
  for (std::int64_t i = 0; parameter.value.allocated() && i < parameter.value.count(); ++i)
    parameter.value.data()[i] = random.uniform(-limit, limit);
  return parameter;
}

Parameter& Parameters::add_embedding(std::string name, Index rows, Index columns, float deviation, Random& random) {
  Parameter& parameter = add(std::move(name), rows, columns);
  for (std::int64_t i = 0; parameter.value.allocated() && i < parameter.value.count(); ++i)
    parameter.value.data()[i] = deviation * random.normal();
  return parameter;
}

std::int64_t Parameters::count() const {
  std::int64_t sum = 0;
  for (const Parameter& parameter : all_) sum += parameter.value.count();
  return sum;
}

bool Parameters::allocated() const {
  for (const Parameter& parameter : all_)
    if (!parameter.value.allocated()) return false;
  return true;
}

}  // namespace attn
