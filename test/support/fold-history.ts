export { foldHistory } from '../../scripts/verify/fold-history.ts';
