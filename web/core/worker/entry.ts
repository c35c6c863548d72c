// The worker's script (classic, so that a blob can hold it): waits for the compiled core, then serves it.
import { expose, transfer } from 'comlink';
import { coreFrom } from '../load.js';
import { carryErrors } from './errors.js';
import { CoreService } from './service.js';
import type { AttendOptions } from '../types.js';

carryErrors();

let service: CoreService | undefined;

/** CoreService behind Comlink; big answers are moved, not copied. */
const served = {
  async start(module: WebAssembly.Module) {
    service = new CoreService(await coreFrom(module), () => coreFrom(module));
    return service.build;
  },
  async attend(options: AttendOptions, request: number) {
    const result = await ready().attend(options, request);
    return transfer(result, [result.output.data.buffer]);
  },
  weights(encoder: number, run: number) {
    const all = ready().weights(encoder, run);
    return transfer(all, [all.data.buffer]);
  },
  measure: (...given: Parameters<CoreService['measure']>) => ready().measure(...given),
  abort: (id: number) => ready().abort(id),
  openEncoder: (...given: Parameters<CoreService['openEncoder']>) => ready().openEncoder(...given),
  encode: (...given: Parameters<CoreService['encode']>) => ready().encode(...given),
  stage: (...given: Parameters<CoreService['stage']>) => ready().stage(...given),
  explain: (...given: Parameters<CoreService['explain']>) => ready().explain(...given),
  disposeRun: (run: number) => ready().disposeRun(run),
  disposeEncoder: (encoder: number) => ready().disposeEncoder(encoder),
};

export type Served = typeof served;

function ready(): CoreService {
  if (!service) throw new Error('the worker was asked before it was started');
  return service;
}

expose(served);
