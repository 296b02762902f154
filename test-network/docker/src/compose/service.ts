/** The parts of a Compose service that are used here. */
export interface ComposeService {
  readonly image: string;
  readonly container_name: string;
  readonly network_mode: 'host';
  readonly restart: 'unless-stopped';
  readonly command: readonly string[] | string;
  readonly working_dir?: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly volumes: readonly string[];
}

export interface ComposeFile {
  readonly name: string;
  readonly services: Readonly<Record<string, ComposeService>>;
}

/** The release that the images are taken from; the variable FABRIC_VERSION chooses another. */
export const FABRIC_TAG = `\${FABRIC_VERSION:-3.1}`;

/**
 * The same for every container.
 *
 * Containers share the host's network, because the channels' configuration, written once for all profiles, says
 * `localhost` and a port for each node. They listen on the loopback interface, as the other profiles do.
 */
export function onHost(options: {
  readonly image: string;
  readonly name: string;
  readonly command: readonly string[] | string;
}): Pick<ComposeService, 'image' | 'container_name' | 'network_mode' | 'restart' | 'command'> {
  return {
    image: options.image,
    container_name: options.name,
    network_mode: 'host',
    restart: 'unless-stopped',
    command: options.command,
  };
}

export function readOnly(hostPath: string, containerPath: string): string {
  return `${hostPath}:${containerPath}:ro`;
}
