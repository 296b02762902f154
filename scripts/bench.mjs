import { runBuilt } from './lib/prepare.mjs';

await runBuilt('@sanfang/bench', 'benchCommand');
