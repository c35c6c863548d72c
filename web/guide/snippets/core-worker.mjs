import { connectWorker } from 'attention-lab/core';

const core = await connectWorker();
const numbers = (rows) => ({ data: Float32Array.from({ length: rows * 64 }, Math.random), shape: [rows, 64] });

const { output } = await core.attend({ q: numbers(2048), k: numbers(2048), v: numbers(2048), causal: true });
console.log(output.shape);
core.dispose();
