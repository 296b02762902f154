import { type Consortium, membersOf, type Relationship } from '../consortium/consortium.js';
import { fillPlaceholders, type PlaceholderValues } from '../policy/placeholders.js';

export type PolicyTexts = Readonly<Record<string, string>>;

/** The rules of one channel, every placeholder filled: what its configuration says apart from keys and addresses. */
export interface ChannelRules {
  readonly policies: {
    readonly channel: PolicyTexts;
    readonly orderer: PolicyTexts;
    readonly application: PolicyTexts;
    readonly ordering: PolicyTexts;
    /** By MSP id. */
    readonly members: Readonly<Record<string, PolicyTexts>>;
  };
}

export function channelRules({ channel, ordering }: Consortium, relationship: Relationship): ChannelRules {
  const { policies } = channel;
  const names = {
    bank: relationship.bank.mspId,
    broker: relationship.broker.mspId,
    regulator: relationship.regulator.mspId,
    ordering: ordering.mspId,
  };
  return {
    policies: {
      channel: filled(policies.channel, names),
      orderer: filled(policies.orderer, names),
      application: filled(policies.application, names),
      ordering: filled(policies.orderingOrganisation, { ordering: ordering.mspId }),
      members: Object.fromEntries(
        membersOf(relationship).map(({ mspId }) => [mspId, filled(policies.organisation, { org: mspId })]),
      ),
    },
  };
}

function filled(texts: PolicyTexts, values: PlaceholderValues): PolicyTexts {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, fillPlaceholders(text, values)]),
  );
}
