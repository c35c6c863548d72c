// Carries an AttentionError's code and values across threads; Comlink by itself keeps only the message.
import { transferHandlers, type TransferHandler } from 'comlink';
import { AttentionError } from '../errors.js';

interface Thrown {
  value: unknown;
}

interface Carried {
  isError: boolean;
  value: Record<string, unknown>;
}

export function carryErrors(): void {
  const plain = transferHandlers.get('throw') as TransferHandler<Thrown, Carried>;
  transferHandlers.set('throw', {
    canHandle: (value): value is Thrown => plain.canHandle(value),
    serialize(thrown: Thrown) {
      const [carried, transfer] = plain.serialize(thrown);
      const { value } = thrown;
      if (value instanceof AttentionError) Object.assign(carried.value, { code: value.code, values: value.values });
      return [carried, transfer];
    },
    deserialize(carried: Carried) {
      const { code, values, message } = carried.value ?? {};
      if (typeof code === 'string') throw new AttentionError(code, values as AttentionError['values'], String(message));
      return plain.deserialize(carried);
    },
  } as TransferHandler<unknown, unknown>);
}
