// Writes ONNX models: as much of protobuf and of onnx.proto as the benchmark's graphs need.

type Field = Uint8Array;

/** Base 128, lowest 7 bits first; negative numbers as 64-bit two's complement. */
function varint(value: number | bigint): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return [...bytes, Number(rest)];
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
}

const int = (field: number, value: number): Field => Uint8Array.from([...varint(field << 3), ...varint(value)]);
const bytes = (field: number, value: Uint8Array): Field =>
  join([Uint8Array.from([...varint((field << 3) | 2), ...varint(value.length)]), value]);
const text = (field: number, value: string) => bytes(field, new TextEncoder().encode(value));
const message = (field: number, ...fields: Field[]) => bytes(field, join(fields));
function float(field: number, value: number): Field {
  return join([Uint8Array.from(varint((field << 3) | 5)), new Uint8Array(Float32Array.of(value).buffer)]);
}

export type Attribute = number | { readonly float: number } | readonly number[] | { readonly tensor: Constant };

/** Numbers that stand in the model: float32, or int64 where `data` is a BigInt64Array. */
export interface Constant {
  readonly data: Float32Array | BigInt64Array;
  readonly shape: readonly number[];
}

export interface Node {
  readonly op: string;
  /** Default: the ONNX operators themselves. */
  readonly domain?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

export interface Graph {
  readonly nodes: readonly Node[];
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly outputs: Readonly<Record<string, readonly number[]>>;
  readonly constants: Readonly<Record<string, Constant>>;
}

const [floatType, int64Type] = [1, 7];

/** TensorProto: dims = 1, data_type = 2, name = 8, raw_data = 9. */
function tensor(name: string, { data, shape }: Constant): Field[] {
  const type = data instanceof Float32Array ? floatType : int64Type;
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return [...shape.map((size) => int(1, size)), int(2, type), text(8, name), bytes(9, raw)];
}

/** AttributeProto: name = 1, f = 2, i = 3, t = 5, ints = 8, type = 20 (FLOAT 1, INT 2, TENSOR 4, INTS 7). */
function attribute(name: string, value: Attribute): Field {
  if (typeof value === 'number') return message(5, text(1, name), int(3, value), int(20, 2));
  if ('float' in value) return message(5, text(1, name), float(2, value.float), int(20, 1));
  if ('tensor' in value) return message(5, text(1, name), message(5, ...tensor('', value.tensor)), int(20, 4));
  return message(5, text(1, name), ...value.map((each) => int(8, each)), int(20, 7));
}

/** NodeProto: input = 1, output = 2, name = 3, op_type = 4, attribute = 5, domain = 7. */
function node({ op, domain = '', inputs, outputs, attributes = {} }: Node): Field {
  const all = Object.entries(attributes).map(([name, value]) => attribute(name, value));
  const ends = [...inputs.map((name) => text(1, name)), ...outputs.map((name) => text(2, name))];
  return message(1, ...ends, text(3, `${op}:${outputs[0]}`), text(4, op), ...all, text(7, domain));
}

/** ValueInfoProto: name = 1, type = 2 { tensor_type = 1 { elem_type = 1, shape = 2 { dim = 1 { dim_value = 1 } } } }. */
function value(field: number, [name, shape]: readonly [string, readonly number[]]): Field {
  const dimensions = shape.map((size) => message(1, int(1, size)));
  return message(field, text(1, name), message(2, message(1, int(1, floatType), message(2, ...dimensions))));
}

/** ModelProto: ir_version = 1, opset_import = 8 { domain = 1, version = 2 }, graph = 7. GraphProto: node, name = 2, initializer = 5, input = 11, output = 12. */
export function model({ nodes, inputs, outputs, constants }: Graph): Uint8Array {
  const graph = message(
    7,
    ...nodes.map(node),
    text(2, 'bench'),
    ...Object.entries(constants).map(([name, each]) => message(5, ...tensor(name, each))),
    ...Object.entries(inputs).map((each) => value(11, each)),
    ...Object.entries(outputs).map((each) => value(12, each)),
  );
  const opset = (domain: string, version: number) => message(8, text(1, domain), int(2, version));
  return join([int(1, 8), opset('', 17), opset('com.microsoft', 1), graph]);
}
