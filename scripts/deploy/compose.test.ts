import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { findProgram } from '@wardline/test-kit/servers/programs'
import { describe, expect, it, test } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { deploy, textOf } from './files.ts'
import { settingNames } from './settings.ts'
import { withProgram } from './skipping.ts'

/** The parts of the Compose Specification that the file uses; anything else in it is a slip of the pen. */
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

describe('the compose file', () => {
  it('gives two instances settings that exist, each its own name and folder', () => {
    expect(instances.map(([name]) => name)).toEqual(['wardline-1', 'wardline-2'])
    for (const [name, { environment = {} }] of instances) {
      expect(Object.keys(environment).filter((key) => !settingNames.includes(key))).toEqual([])
      expect(environment.INSTANCE_ID).toBe(name)
      expect(environment.DATABASE_URL).toMatch(/^postgres:/)
      expect(environment.NATS_URL).toMatch(/^nats:\/\/wardline:/)
    }
    expect(new Set(instances.flatMap(([, { volumes = [] }]) => volumes)).size).toBe(2)
  })

  it('waits longer than the product drains', () => {
    const drainMs = Number(/DRAIN_WITHIN_MS = ([\d_]+)/.exec(textOf('apps/bff/src/main.ts'))?.[1]?.replaceAll('_', ''))
    for (const [, { stop_grace_period }] of instances)
      expect(Number.parseInt(String(stop_grace_period), 10) * 1000).toBeGreaterThan(drainMs)
  })

  it('names services, volumes and files that are there', () => {
    for (const [name, { depends_on = [], volumes: mounts = [], healthcheck: _ }] of all) {
      const needed = Array.isArray(depends_on) ? depends_on : Object.keys(depends_on)
      for (const other of needed) expect(services[other], `${name} needs ${other}`).toBeDefined()
      if (!Array.isArray(depends_on)) for (const other of needed) expect(services[other]?.healthcheck, other).toBeDefined()
      for (const [from = ''] of mounts.map((mount) => mount.split(':')))
        if (from.startsWith('.')) expect(existsSync(path.join(deploy, from)), from).toBe(true)
        else expect(Object.keys(volumes), name).toContain(from)
    }
  })

  it('takes every image in a version', () => {
    for (const [name, { image, build }] of all) if (!build) expect(image, name).toMatch(/:v?\d/)
  })

  it('asks for variables that the example names, and has no secret of its own', () => {
    const asked = [...text.matchAll(/\$\{([A-Z_]+)(:[?-][^}]*)?\}/g)].map(([, name, rest]) => ({ name, rest }))
    expect(asked.length).toBeGreaterThan(10)
    for (const { name, rest } of asked) {
      if (/PASSWORD/.test(String(name))) expect(rest, `${name} must be given`).toBe(':?')
      if (rest === ':?') expect(example).toContain(`\n${name}=\n`)
    }
  })

  it('gives NATS every variable that its configuration reads', () => {
    const read = ['nats-server.conf', 'permissions.conf'].flatMap((file) =>
      [...textOf(`deploy/nats/${file}`).matchAll(/: \$([A-Z_]+)/g)].map(([, name]) => name),
    )
    expect(Object.keys(services.nats?.environment ?? {}).sort()).toEqual([...new Set(read)].sort())
  })

  it('has Prometheus ask, and the proxy send to, the instances there are', () => {
    const jobs: { job_name: string; static_configs: { targets: string[] }[] }[] = parse(
      textOf('deploy/prometheus/prometheus.yml'),
    ).scrape_configs
    const targets = jobs.flatMap(({ static_configs }) =>
      static_configs.flatMap(({ targets }) => targets.map((target) => target.split(':')[0])),
    )
    for (const target of targets) expect(services[String(target)]).toBeDefined()
    const sent = [...textOf('deploy/haproxy/haproxy.cfg').matchAll(/^ {2}server (\S+) (\S+):8080$/gm)].map(([, name]) => name)
    expect(new Set(sent)).toEqual(new Set(instances.map(([name]) => name)))
    for (const [name] of instances) expect(targets).toContain(name)
  })
})

const haproxy = findProgram('haproxy')
test.skipIf(!haproxy)(withProgram('HAProxy takes its configuration', 'haproxy', haproxy), () => {
  const { status, stderr } = spawnSync(String(haproxy), ['-c', '-f', path.join(deploy, 'haproxy/haproxy.cfg')], { encoding: 'utf8' })
  expect(stderr).not.toContain('[ALERT]')
  expect(status).toBe(0)
})

const kubectl = findProgram('kubectl')
test.skipIf(!kubectl)(withProgram('the manifests fit together', 'kubectl', kubectl), () => {
  const printed = execFileSync(String(kubectl), ['kustomize', path.join(deploy, 'kubernetes')], { encoding: 'utf8' })
  expect(printed).toContain('kind: Deployment')
})
