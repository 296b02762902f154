import { OperatorError } from '@sanfang/local-network';
import { ConsortiumError, DataFolderError, PortInUseError } from '@sanfang/network';

const MISTAKES = [OperatorError, ConsortiumError, DataFolderError, PortInUseError];

/** Whether the person at the keyboard can cure it: then its message alone is shown, without a stack. */
export function isOperatorMistake(error: unknown): error is Error {
  return MISTAKES.some((mistake) => error instanceof mistake);
}
