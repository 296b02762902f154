import { type common, orderer } from '@hyperledger/fabric-protos';
import type { ChannelSpec } from './channel-spec.js';
import { capabilities, ordererAddresses } from './channel-values.js';
import { configGroup } from './config-group.js';
import { mspConfig } from './msp-config.js';

/** The ordering service's part of a channel configuration: Raft, batches, and the ordering organisation. */
export function ordererGroup({ ordering, capabilities: levels, policies }: ChannelSpec): common.ConfigGroup {
  return configGroup({
    values: {
      BatchSize: batchSize(ordering.batch),
      BatchTimeout: batchTimeout(ordering.batch.timeoutMs),
      Capabilities: capabilities(levels.orderer),
      // No limit; Fabric's own tools write it too.
      ChannelRestrictions: new orderer.ChannelRestrictions(),
      ConsensusType: raft(ordering),
    },
    policies: policies.orderer,
    groups: {
      [ordering.mspId]: configGroup({
        values: { MSP: mspConfig(ordering), Endpoints: ordererAddresses(ordering.consenters) },
        policies: ordering.policies,
      }),
    },
  });
}

function batchSize(batch: ChannelSpec['ordering']['batch']): orderer.BatchSize {
  const size = new orderer.BatchSize();
  size.setMaxMessageCount(batch.maxMessages);
  size.setAbsoluteMaxBytes(batch.absoluteMaxBytes);
  size.setPreferredMaxBytes(batch.preferredMaxBytes);
  return size;
}

function batchTimeout(timeoutMs: number): orderer.BatchTimeout {
  const timeout = new orderer.BatchTimeout();
  timeout.setTimeout(durationText(timeoutMs));
  return timeout;
}

function raft({ consenters, raft: options }: ChannelSpec['ordering']): orderer.ConsensusType {
  const metadata = new orderer.etcdraft.ConfigMetadata();
  metadata.setConsentersList(
    consenters.map(({ host, port, tlsCert }) => {
      const consenter = new orderer.etcdraft.Consenter();
      consenter.setHost(host);
      consenter.setPort(port);
      consenter.setClientTlsCert(Buffer.from(tlsCert));
      consenter.setServerTlsCert(Buffer.from(tlsCert));
      return consenter;
    }),
  );
  const raftOptions = new orderer.etcdraft.Options();
  raftOptions.setTickInterval(durationText(options.tickIntervalMs));
  raftOptions.setElectionTick(options.electionTick);
  raftOptions.setHeartbeatTick(options.heartbeatTick);
  raftOptions.setMaxInflightBlocks(options.maxInflightBlocks);
  raftOptions.setSnapshotIntervalSize(options.snapshotIntervalBytes);
  metadata.setOptions(raftOptions);

  const type = new orderer.ConsensusType();
  type.setType('etcdraft');
  type.setMetadata(metadata.serializeBinary());
  return type;
}

/** A duration as Go reads it. */
function durationText(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}
