import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files in the order of their names; in `custody/`, what looks at a whole run has then run to look at. */
export class WholeRunLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => a.moduleId.localeCompare(b.moduleId));
  }
}
