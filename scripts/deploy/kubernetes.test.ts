import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { filesIn, textOf } from './files.ts'
import { settingNames } from './settings.ts'

interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string }
  // biome-ignore lint/suspicious/noExplicitAny: each kind has its own shape, checked below
  readonly [part: string]: any
}

const files = filesIn('deploy/kubernetes', '.yaml')
const manifests = files.flatMap((file) =>
  parseAllDocuments(textOf(file)).map((document) => {
    expect(document.errors, file).toEqual([])
    return document.toJS() as Manifest
  }),
)
const find = (kind: string, name = 'wardline'): Manifest => {
  const match = manifests.find((manifest) => manifest.kind === kind && manifest.metadata?.name === name)
  if (!match) throw new Error(`no ${kind} ${name}`)
  return match
}
const pod = find('Deployment').spec.template
const [container] = pod.spec.containers

describe('Kubernetes manifests', () => {
  it('the kustomization lists all files but the example', () => {
    const resources: string[] = manifests.find(({ kind }) => kind === 'Kustomization')?.resources
    const applied = files
      .map((file) => file.split('/').at(-1))
      .filter((file) => file !== 'kustomization.yaml' && file !== 'secret.example.yaml')
    expect([...resources].sort()).toEqual(applied.sort())
  })

  it('the settings are ones that the product reads', () => {
    const named = [
      ...Object.keys(find('ConfigMap').data),
      ...Object.keys(find('Secret').stringData),
      ...container.env.map(({ name }: { name: string }) => name),
    ]
    expect(named).toEqual(expect.arrayContaining(['DATABASE_URL', 'NATS_URL', 'INSTANCE_ID']))
    expect(named.filter((name) => !settingNames.includes(name))).toEqual([])
    expect(container.envFrom).toEqual([{ configMapRef: { name: 'wardline' } }, { secretRef: { name: 'wardline' } }])
  })

  it('all selectors match the pods', () => {
    const { app } = pod.metadata.labels
    for (const selector of [
      find('Deployment').spec.selector.matchLabels,
      find('Service').spec.selector,
      find('PodDisruptionBudget').spec.selector.matchLabels,
      find('NetworkPolicy').spec.podSelector.matchLabels,
    ])
      expect(selector).toEqual({ app })
    expect(find('HorizontalPodAutoscaler').spec.scaleTargetRef).toMatchObject({ kind: 'Deployment', name: 'wardline' })
    expect(container.ports.map(({ name }: { name: string }) => name)).toContain(find('Service').spec.ports[0].targetPort)
  })

  it('the probes use the routes of the product: readiness without the bus, liveness on /healthz', () => {
    const probes = textOf('apps/bff/src/http/probes.ts')
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'])
      expect(probes).toContain(`'${container[probe].httpGet.path.split('?')[0]}'`)
    expect(container.readinessProbe.httpGet.path).toBe('/readyz?without=bus')
    expect(container.livenessProbe.httpGet.path).toBe('/healthz')
  })

  it('the grace period is longer than the shutdown, and enough pods stay available', () => {
    const drainMs = Number(/DRAIN_WITHIN_MS = ([\d_]+)/.exec(textOf('apps/bff/src/main.ts'))?.[1]?.replaceAll('_', ''))
    const before = Number(container.lifecycle.preStop.exec.command[1])
    expect(pod.spec.terminationGracePeriodSeconds * 1000).toBeGreaterThan(before * 1000 + drainMs)
    expect(find('Deployment').spec.strategy.rollingUpdate.maxUnavailable).toBe(0)
    expect(find('PodDisruptionBudget').spec.minAvailable).toBeLessThan(find('HorizontalPodAutoscaler').spec.minReplicas)
  })

  it('the pods run as an unprivileged user on a read-only file system', () => {
    expect(pod.spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } })
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    })
    const mounted = container.volumeMounts.map(({ name }: { name: string }) => name)
    expect(mounted.sort()).toEqual(pod.spec.volumes.map(({ name }: { name: string }) => name).sort())
  })

  it('no manifest contains a secret', () => {
    expect(JSON.stringify(manifests.filter(({ kind }) => kind !== 'Secret'))).not.toMatch(/postgres:\/\/|nats:\/\//)
    expect(Object.values<string>(find('Secret').stringData).every((value) => value.includes('CHANGE-ME'))).toBe(true)
  })
})
