import { httpRuntime } from '../platform/http.runtime.ts';
import { bundledProcedures } from './catalogue.ts';

export const procedureRuntime = () => ({ ...httpRuntime(), procedures: bundledProcedures });
