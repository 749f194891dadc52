import { createHash } from 'node:crypto';
import { FileTree, TreeFile } from '@plumbline/gitops-reader';

/** A repository of `services` kustomize bases with three overlays each, the shape that most repositories have. */
export function generate(services: number): Map<string, string> {
  const files = new Map<string, string>();
  const rules = ['* @acme/platform'];
  for (let index = 0; index < services; index++) {
    const name = `service-${index}`;
    const base = `apps/${name}/base`;
    rules.push(`/apps/${name}/ @acme/team-${index % 50}`);
    files.set(`${base}/deployment.yaml`, deployment(name, index));
    files.set(
      `${base}/service.yaml`,
      `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n  selector:\n    app: ${name}\n  ports:\n    - name: http\n      port: 80\n      targetPort: 8080\n`,
    );
    files.set(
      `${base}/kustomization.yaml`,
      'resources:\n  - deployment.yaml\n  - service.yaml\n',
    );
    for (const environment of ['dev', 'staging', 'production']) {
      files.set(
        `apps/${name}/overlays/${environment}/kustomization.yaml`,
        `namespace: space-${index % 100}\nresources:\n  - ../../base\nimages:\n  - name: registry.example/${name}\n    newTag: 1.${index % 9}.0\npatches:\n  - path: replicas.yaml\n`,
      );
      files.set(
        `apps/${name}/overlays/${environment}/replicas.yaml`,
        `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\nspec:\n  replicas: 3\n`,
      );
    }
  }
  files.set('CODEOWNERS', rules.join('\n'));
  return files;
}

function deployment(name: string, index: number): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  labels:
    app.kubernetes.io/name: ${name}
    team: team-${index % 50}
spec:
  replicas: 1
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      containers:
        - name: app
          image: registry.example/${name}:latest
          ports:
            - containerPort: 8080
          env:
            - name: DATABASE_PASSWORD
              valueFrom:
                secretKeyRef:
                  name: ${name}-db
                  key: password
          resources:
            requests: { cpu: 100m, memory: 128Mi }
            limits: { memory: 256Mi }
          readinessProbe:
            httpGet: { path: /ready, port: 8080 }
            periodSeconds: 10
`;
}

export function memoryTree(files: Map<string, string>): FileTree {
  const encoder = new TextEncoder();
  const contents = new Map(
    [...files].map(([path, text]) => [path, encoder.encode(text)]),
  );
  // As the ids of blobs, which cost a reader nothing.
  const digests = new Map(
    [...contents].map(([path, content]) => [
      path,
      createHash('sha1').update(content).digest('hex'),
    ]),
  );
  return {
    repository: 'acme/generated',
    revision: 'a'.repeat(40),
    async list() {
      return [...contents].map(([path, content]): TreeFile => ({
        path,
        size: content.length,
        digest: digests.get(path) ?? '',
        type: 'file',
      }));
    },
    async *read(paths) {
      for (const path of paths) {
        const content = contents.get(path);
        yield content ? { path, content } : { path, error: 'no such file' };
      }
    },
  };
}

/** The same tree, whose files are read of their source once. */
export async function keptInMemory(tree: FileTree): Promise<FileTree> {
  const listed = await tree.list();
  const branches = await tree.branches?.();
  const kept = new Map<string, ReadFile>();
  const { repository, revision, hostKind } = tree;
  return {
    repository,
    revision,
    ...(hostKind ? { hostKind } : {}),
    ...(branches ? { branches: async () => branches } : {}),
    list: async () => listed,
    async *read(paths) {
      const missing = paths.filter(path => !kept.has(path));
      if (missing.length > 0) {
        for await (const file of tree.read(missing)) {
          kept.set(file.path, file);
        }
      }
      for (const path of paths) {
        yield kept.get(path) ?? { path, error: 'no such file' };
      }
    },
  };
}

type ReadFile =
  ReturnType<FileTree['read']> extends AsyncIterable<infer File> ? File : never;
