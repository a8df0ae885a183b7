import description from '../../docs/openapi.json' with { type: 'json' };
import { httpRuntime } from '../platform/http.runtime.ts';

export const apiDescriptionRuntime = () => ({ ...httpRuntime(), description });
