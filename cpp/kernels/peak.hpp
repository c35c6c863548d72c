#pragma once
// What this machine can do at best, to measure kernels against.

namespace attn {

/** Floating-point operations of one round of multiply_adds. */
double flops_of_a_round() noexcept;

/** `rounds` rounds of multiply-adds in 12 independent chains that never leave the registers; their sum. */
float multiply_adds(int rounds) noexcept;

}  // namespace attn
