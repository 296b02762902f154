import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Cases that stop members come last, and the order is the same in every run. */
export class OutagesLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isOutage = ({ moduleId }: TestSpecification) => moduleId.includes('/outages/');
    const byName = files.toSorted((a, b) => a.moduleId.localeCompare(b.moduleId));
    return [...byName.filter((file) => !isOutage(file)), ...byName.filter(isOutage)];
  }
}
