import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { filesIn, textOf } from './files.ts'
import { settingNames } from './settings.ts'

interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string }
  // biome-ignore lint/suspicious/noExplicitAny: each kind has its own shape, looked at below
  readonly [part: string]: any
}

const files = filesIn('deploy/kubernetes', '.yaml')
const manifests = files.flatMap((file) =>
  parseAllDocuments(textOf(file)).map((document) => {
    expect(document.errors, file).toEqual([])
    return document.toJS() as Manifest
  }),
)
const one = (kind: string, name = 'wardline'): Manifest => {
  const found = manifests.find((manifest) => manifest.kind === kind && manifest.metadata?.name === name)
  if (!found) throw new Error(`no ${kind} ${name}`)
  return found
}
const pod = one('Deployment').spec.template
const [container] = pod.spec.containers

describe('the manifests', () => {
  it('apply every file but the example', () => {
    const resources: string[] = manifests.find(({ kind }) => kind === 'Kustomization')?.resources
    const named = files
      .map((file) => file.split('/').at(-1))
      .filter((file) => file !== 'kustomization.yaml' && file !== 'secret.example.yaml')
    expect([...resources].sort()).toEqual(named.sort())
  })

  it('set what the product reads', () => {
    const named = [
      ...Object.keys(one('ConfigMap').data),
      ...Object.keys(one('Secret').stringData),
      ...container.env.map(({ name }: { name: string }) => name),
    ]
    expect(named).toEqual(expect.arrayContaining(['DATABASE_URL', 'NATS_URL', 'INSTANCE_ID']))
    expect(named.filter((name) => !settingNames.includes(name))).toEqual([])
    expect(container.envFrom).toEqual([{ configMapRef: { name: 'wardline' } }, { secretRef: { name: 'wardline' } }])
  })

  it('select the pods that there are', () => {
    const { app } = pod.metadata.labels
    for (const selector of [
      one('Deployment').spec.selector.matchLabels,
      one('Service').spec.selector,
      one('PodDisruptionBudget').spec.selector.matchLabels,
      one('NetworkPolicy').spec.podSelector.matchLabels,
    ])
      expect(selector).toEqual({ app })
    expect(one('HorizontalPodAutoscaler').spec.scaleTargetRef).toMatchObject({ kind: 'Deployment', name: 'wardline' })
    expect(container.ports.map(({ name }: { name: string }) => name)).toContain(one('Service').spec.ports[0].targetPort)
  })

  it('send requests where they are answered, and restart only what is dead', () => {
    const probes = textOf('apps/bff/src/http/probes.ts')
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'])
      expect(probes).toContain(`'${container[probe].httpGet.path.split('?')[0]}'`)
    expect(container.readinessProbe.httpGet.path).toBe('/readyz?without=bus')
    expect(container.livenessProbe.httpGet.path).toBe('/healthz')
  })

  it('give the product its time to drain, and never take too many away', () => {
    const drainMs = Number(/DRAIN_WITHIN_MS = ([\d_]+)/.exec(textOf('apps/bff/src/main.ts'))?.[1]?.replaceAll('_', ''))
    const before = Number(container.lifecycle.preStop.exec.command[1])
    expect(pod.spec.terminationGracePeriodSeconds * 1000).toBeGreaterThan(before * 1000 + drainMs)
    expect(one('Deployment').spec.strategy.rollingUpdate.maxUnavailable).toBe(0)
    expect(one('PodDisruptionBudget').spec.minAvailable).toBeLessThan(one('HorizontalPodAutoscaler').spec.minReplicas)
  })

  it('run as nobody in particular, on a file system that cannot be changed', () => {
    expect(pod.spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } })
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    })
    const mounted = container.volumeMounts.map(({ name }: { name: string }) => name)
    expect(mounted.sort()).toEqual(pod.spec.volumes.map(({ name }: { name: string }) => name).sort())
  })

  it('hold no secret', () => {
    expect(JSON.stringify(manifests.filter(({ kind }) => kind !== 'Secret'))).not.toMatch(/postgres:\/\/|nats:\/\//)
    expect(Object.values<string>(one('Secret').stringData).every((value) => value.includes('CHANGE-ME'))).toBe(true)
  })
})
