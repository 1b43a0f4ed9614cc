// A small reader of ONNX for the tests, written from the format's rules: the protocol buffer, and the operators that our
// graphs use.

/** Fields of a message: [number, value], where value is a BigInt or the bytes of what is inside. */
function* fields(bytes) {
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++];
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const key = Number(varint());
    if ((key & 7) === 0) {
      yield [key >> 3, varint()];
    } else {
      if ((key & 7) !== 2) throw new Error(`wire type ${key & 7}`);
      const length = Number(varint());
      yield [key >> 3, bytes.subarray(at, (at += length))];
    }
  }
}

const text = (bytes) => Buffer.from(bytes).toString('utf8');
const signed = (value) => Number(BigInt.asIntN(64, value));
const all = (bytes, number) => [...fields(bytes)].filter(([each]) => each === number).map(([, value]) => value);
const one = (bytes, number) => all(bytes, number)[0];

function tensor(bytes) {
  const shape = all(bytes, 1).map(Number);
  const raw = one(bytes, 9);
  const data = raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.length);
  const type = Number(one(bytes, 2));
  const values = type === 1 ? Array.from(new Float32Array(data)) : Array.from(new BigInt64Array(data), Number);
  if (values.length !== shape.reduce((product, size) => product * size, 1)) throw new Error('a tensor of another size');
  return [text(one(bytes, 8)), { shape, values }];
}

/** @returns {{opset: number, nodes: object[], weights: Map, metadata: object, outputs: string[]}} */
export function onnxModel(bytes) {
  if (Number(one(bytes, 1)) !== 8) throw new Error('another version of the format');
  const graph = one(bytes, 7);
  const nodes = all(graph, 1).map((node) => ({
    op: text(one(node, 4)),
    inputs: all(node, 1).map(text),
    output: text(one(node, 2)),
    attributes: Object.fromEntries(
      all(node, 5).map((attribute) => [text(one(attribute, 1)), Number(one(attribute, 20)) === 7 ? all(attribute, 8).map(signed) : signed(one(attribute, 3))]),
    ),
  }));
  return {
    opset: Number(one(one(bytes, 8), 2)),
    nodes,
    weights: new Map(all(graph, 5).map(tensor)),
    metadata: Object.fromEntries(all(bytes, 14).map((entry) => [text(one(entry, 1)), text(one(entry, 2))])),
    outputs: all(graph, 12).map((info) => text(one(info, 1))),
  };
}

const scalar = (value) => ({ shape: [], values: [value] });

const operators = {
  Gemm([a, b, c], { transB = 0 }) {
    const [rows, inner] = a.shape;
    const columns = transB ? b.shape[0] : b.shape[1];
    const values = [];
    for (let r = 0; r < rows; r++) {
      for (let o = 0; o < columns; o++) {
        let sum = c.values[o];
        for (let i = 0; i < inner; i++) sum += a.values[r * inner + i] * (transB ? b.values[o * inner + i] : b.values[i * columns + o]);
        values.push(sum);
      }
    }
    return { shape: [rows, columns], values };
  },
  Relu: ([x]) => ({ shape: x.shape, values: x.values.map((value) => Math.max(0, value)) }),
  Shape: ([x]) => ({ shape: [x.shape.length], values: x.shape }),
  Range: ([from, to, by]) => {
    const values = [];
    for (let value = from.values[0]; value < to.values[0]; value += by.values[0]) values.push(value);
    return { shape: [values.length], values };
  },
  // Of whole numbers: the sign of the divisor.
  Mod: ([a, b]) => ({ shape: a.shape, values: a.values.map((value) => ((value % b.values[0]) + b.values[0]) % b.values[0]) }),
  Gather([x, indices], { axis = 0 }) {
    const before = x.shape.slice(0, axis).reduce((product, size) => product * size, 1);
    const after = x.shape.slice(axis + 1).reduce((product, size) => product * size, 1);
    const values = [];
    for (let i = 0; i < before; i++) {
      for (const index of indices.values) {
        for (let j = 0; j < after; j++) values.push(x.values[(i * x.shape[axis] + index) * after + j]);
      }
    }
    return { shape: [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)], values };
  },
  Conv([x, w]) {
    const [, inputs, length] = x.shape;
    const [outputs, , width] = w.shape;
    const steps = length - width + 1;
    const values = [];
    for (let o = 0; o < outputs; o++) {
      for (let t = 0; t < steps; t++) {
        let sum = 0;
        for (let i = 0; i < inputs; i++) {
          for (let k = 0; k < width; k++) sum += w.values[(o * inputs + i) * width + k] * x.values[i * length + t + k];
        }
        values.push(sum);
      }
    }
    return { shape: [1, outputs, steps], values };
  },
  ReduceMean([x], { axes, keepdims }) {
    if (axes[0] !== 2 || keepdims !== 0) throw new Error('another mean');
    const [, channels, steps] = x.shape;
    const values = Array.from({ length: channels }, (_, c) => x.values.slice(c * steps, (c + 1) * steps).reduce((sum, value) => sum + value, 0) / steps);
    return { shape: [1, channels], values };
  },
  Unsqueeze: ([x]) => ({ shape: [...x.shape, 1], values: x.values }),
  Add([a, b]) {
    if (a.shape.length === 0) return scalar(a.values[0] + b.values[0]);
    const [, channels, steps] = a.shape;
    return { shape: a.shape, values: a.values.map((value, i) => value + b.values[Math.floor(i / steps) % channels]) };
  },
};

/** Runs a model on named inputs {shape, values}, of one sample. */
export function runOnnx({ nodes, weights, outputs }, inputs) {
  const values = new Map([...weights, ...Object.entries(inputs)]);
  for (const { op, inputs: names, output, attributes } of nodes) {
    values.set(output, operators[op](names.map((name) => values.get(name)), attributes));
  }
  return Object.fromEntries(outputs.map((name) => [name, values.get(name)]));
}
