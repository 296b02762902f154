import { setFlagsFromString } from 'node:v8';

// Has to come before anything that allocates or runs hot.

// Under load V8 lets garbage pile up to several times what lives, which is of no use to a process that shares a
// laptop with an application: it collects at 1.4 times instead.
setFlagsFromString('--heap-growing-percent=40');

// For the first minutes, compiling what has just become hot takes up to a third of the processor, for every thread
// that runs chaincode once more. At three times the usual threshold, the compiled code is what stays hot.
setFlagsFromString('--interrupt-budget=200000');
