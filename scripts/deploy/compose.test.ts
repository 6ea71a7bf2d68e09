import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { findProgram } from '@wardline/test-kit/servers/programs'
import { describe, expect, it, test } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { deploy, textOf } from './files.ts'
import { settingNames } from './settings.ts'
import { withProgram } from './skip-title.ts'

/** The keys of the Compose Specification that the file uses; any other key is a mistake. */
const strings = z.array(z.string())
const service = z.strictObject({
  image: z.string().regex(/^[a-z0-9./-]+(:[a-z0-9.-]+)?$/),
  build: z.strictObject({ context: z.string(), dockerfile: z.string() }).optional(),
  command: strings.optional(),
  restart: z.literal('unless-stopped'),
  stop_grace_period: z
    .string()
    .regex(/^\d+s$/)
    .optional(),
  read_only: z.boolean().optional(),
  tmpfs: strings.optional(),
  cap_drop: strings.optional(),
  security_opt: strings.optional(),
  shm_size: z.string().optional(),
  environment: z.record(z.string(), z.string()).optional(),
  ports: z.array(z.string().regex(/^127\.0\.0\.1:(\d+|\$\{[A-Z_]+:-\d+\}):\d+$/)).optional(),
  volumes: z.array(z.string().regex(/^[a-z0-9./-]+:\/[\w./-]+(:ro)?$/)).optional(),
  depends_on: z.union([strings, z.record(z.string(), z.strictObject({ condition: z.literal('service_healthy') }))]).optional(),
  healthcheck: z.strictObject({ test: strings, interval: z.string(), timeout: z.string(), retries: z.number() }).optional(),
})
const composeFile = z.object({
  name: z.string(),
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.null()),
})

const text = textOf('deploy/compose.yml')
const { services, volumes } = composeFile.parse(parse(text, { merge: true }))
const all = Object.entries(services)
const instances = all.filter(([, { image }]) => image === 'wardline')
const example = textOf('deploy/.env.example')

describe('compose file', () => {
  it('two instances have known settings, their own names and their own volumes', () => {
    expect(instances.map(([name]) => name)).toEqual(['wardline-1', 'wardline-2'])
    for (const [name, { environment = {} }] of instances) {
      expect(Object.keys(environment).filter((key) => !settingNames.includes(key))).toEqual([])
      expect(environment.INSTANCE_ID).toBe(name)
      expect(environment.DATABASE_URL).toMatch(/^postgres:/)
      expect(environment.NATS_URL).toMatch(/^nats:\/\/wardline:/)
    }
    expect(new Set(instances.flatMap(([, { volumes = [] }]) => volumes)).size).toBe(2)
  })

  it('the stop grace period is longer than the shutdown of the product', () => {
    const drainMs = Number(/DRAIN_WITHIN_MS = ([\d_]+)/.exec(textOf('apps/bff/src/main.ts'))?.[1]?.replaceAll('_', ''))
    for (const [, { stop_grace_period }] of instances)
      expect(Number.parseInt(String(stop_grace_period), 10) * 1000).toBeGreaterThan(drainMs)
  })

  it('referenced services, volumes and files exist', () => {
    for (const [name, { depends_on = [], volumes: mounts = [], healthcheck: _ }] of all) {
      const needed = Array.isArray(depends_on) ? depends_on : Object.keys(depends_on)
      for (const other of needed) expect(services[other], `${name} needs ${other}`).toBeDefined()
      if (!Array.isArray(depends_on)) for (const other of needed) expect(services[other]?.healthcheck, other).toBeDefined()
      for (const [from = ''] of mounts.map((mount) => mount.split(':')))
        if (from.startsWith('.')) expect(existsSync(path.join(deploy, from)), from).toBe(true)
        else expect(Object.keys(volumes), name).toContain(from)
    }
  })

  it('all images have a version tag', () => {
    for (const [name, { image, build }] of all) if (!build) expect(image, name).toMatch(/:v?\d/)
  })

  it('required variables are in the example, passwords are required, and no secret has a default', () => {
    const variables = [...text.matchAll(/\$\{([A-Z_]+)(:[?-][^}]*)?\}/g)].map(([, name, rest]) => ({ name, rest }))
    expect(variables.length).toBeGreaterThan(10)
    for (const { name, rest } of variables) {
      if (/PASSWORD/.test(String(name))) expect(rest, `${name} is required`).toBe(':?')
      if (rest === ':?') expect(example).toContain(`\n${name}=\n`)
    }
  })

  it('NATS receives all variables that its configuration reads', () => {
    const read = ['nats-server.conf', 'permissions.conf'].flatMap((file) =>
      [...textOf(`deploy/nats/${file}`).matchAll(/: \$([A-Z_]+)/g)].map(([, name]) => name),
    )
    expect(Object.keys(services.nats?.environment ?? {}).sort()).toEqual([...new Set(read)].sort())
  })

  it('Prometheus scrapes all instances and the proxy forwards to them', () => {
    const jobs: { job_name: string; static_configs: { targets: string[] }[] }[] = parse(
      textOf('deploy/prometheus/prometheus.yml'),
    ).scrape_configs
    const targets = jobs.flatMap(({ static_configs }) =>
      static_configs.flatMap(({ targets }) => targets.map((target) => target.split(':')[0])),
    )
    for (const target of targets) expect(services[String(target)]).toBeDefined()
    const backends = [...textOf('deploy/haproxy/haproxy.cfg').matchAll(/^ {2}server (\S+) (\S+):8080$/gm)].map(([, name]) => name)
    expect(new Set(backends)).toEqual(new Set(instances.map(([name]) => name)))
    for (const [name] of instances) expect(targets).toContain(name)
  })
})

const haproxy = findProgram('haproxy')
test.skipIf(!haproxy)(withProgram('HAProxy accepts its configuration', 'haproxy', haproxy), () => {
  const { status, stderr } = spawnSync(String(haproxy), ['-c', '-f', path.join(deploy, 'haproxy/haproxy.cfg')], { encoding: 'utf8' })
  expect(stderr).not.toContain('[ALERT]')
  expect(status).toBe(0)
})

const kubectl = findProgram('kubectl')
test.skipIf(!kubectl)(withProgram('kubectl kustomize builds the manifests', 'kubectl', kubectl), () => {
  const printed = execFileSync(String(kubectl), ['kustomize', path.join(deploy, 'kubernetes')], { encoding: 'utf8' })
  expect(printed).toContain('kind: Deployment')
})
