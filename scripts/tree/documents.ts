// `npx node scripts/tree/documents.ts`: finds what a document names but the repository lacks: paths, commands, functions, variables, folders.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { settingNames } from '../deploy/settings.ts'
import { root } from '../run/runtime.mjs'

/** A document names something that does not exist, or lacks something that does. */
export interface Finding {
  readonly file: string
  readonly problem: string
}

const { posix } = path
const lines = (text: string) => text.split('\n')
const unique = <T>(all: readonly T[]): T[] => [...new Set(all)]

/** Returns the texts of a document that are code: marks in backticks and fenced blocks. */
export function codeIn(text: string): string[] {
  const blocks = [...text.matchAll(/^```[^\n]*\n([\s\S]*?)^```/gm)].map(([, code]) => String(code))
  const marks = [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, code]) => String(code))
  return [...marks, ...blocks.flatMap(lines)]
}

const topFolder = /^(apps|packages|docs|e2e|bench|scripts|tests|deploy|examples)\//
const fileName = /^[\w@<>*{},./-]+\.(tsx?|mjs|md|json|ya?ml|conf|cfg)$/

/** Returns the alternatives of a path with braces: `a/{b,c}` is `a/b` and `a/c`. */
const alternatives = (name: string): string[] => {
  const [, before = '', inside = '', after = ''] = /^(.*?)\{([^}]*)\}(.*)$/.exec(name) ?? []
  return inside ? inside.split(',').flatMap((one) => alternatives(`${before}${one}${after}`)) : [name]
}

/** Returns the paths that the code of a document names: from the root, or a file by the end of its path. */
export const pathsIn = (text: string): string[] =>
  unique(
    codeIn(text)
      .flatMap((code) => code.split(/[\s'"()=;]+/))
      .map((token) => token.replace(/[.,:]+$/, '').replace(/:\d+$/, ''))
      .filter((token) => topFolder.test(token) || fileName.test(token))
      .map((token) => token.replace(/^\.\/|\/$/g, ''))
      .flatMap(alternatives),
  )

/** Returns the targets of the links and images of a document that are files of the repository, as paths from the root. */
export const linksIn = (file: string, text: string): string[] =>
  unique(
    [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target]) => String(target).replace(/#.*/, ''))
      .filter((target) => target !== '' && !/^[a-z]+:/.test(target))
      .map((target) => posix.join(posix.dirname(file), target).replace(/\/$/, '')),
  )

/** Returns a pattern for a path; `*` and `<name>` are any name. */
const patternOf = (name: string) => {
  const source = name
    .split(/(\*+|<[^>]*>)/)
    .map((part, index) => (index % 2 ? '[^/]*' : part.replace(/[.+^$()[\]\\|?]/g, '\\$&')))
    .join('')
  return new RegExp(topFolder.test(`${name}/`) ? `^${source}(/|$)` : `(^|/)${source}$`)
}

/** Returns the paths that name no file and no folder. @param files paths from the root */
export const missingPaths = (names: readonly string[], files: readonly string[]): string[] =>
  names.filter((name) => {
    const pattern = patternOf(name)
    return !files.some((file) => pattern.test(file))
  })

/** Returns the scripts of package.json that a document runs. */
export const scriptsIn = (text: string): string[] => unique([...text.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name]) => String(name)))

/** Returns the test projects of vite.config.ts that a document runs. */
export const projectsIn = (text: string): string[] => unique([...text.matchAll(/--project ([\w-]+)/g)].map(([, name]) => String(name)))

const settingName = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/

/** Returns the environment variables that a document describes: `NAME=value`, and the first cells of a table of variables. */
export function variablesIn(text: string): string[] {
  const assigned = codeIn(text).flatMap((code) => [...code.matchAll(/(?:^|\s)([A-Z][A-Z0-9_]*)=/g)].map(([, name]) => String(name)))
  const tables = text.split(/\n\n/).filter((part) => /^\| variable \|/m.test(part))
  const described = tables.flatMap((table) => lines(table).flatMap((row) => codeIn(row.split('|')[1] ?? '')))
  return unique([...assigned, ...described.filter((name) => settingName.test(name))])
}

/** Returns the variables of an example of settings, also of the lines that are commented out. */
export const variablesOfExample = (text: string): string[] => [...text.matchAll(/^#?([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => String(name))

/** Returns the variables that a source or a configuration reads: of the process, or by substitution. */
export const variablesReadBy = (text: string): string[] =>
  [
    ...text.matchAll(/process\.env\.([A-Z][A-Z0-9_]*)/g),
    ...text.matchAll(/\$\{?([A-Z][A-Z0-9_]*)/g),
    ...[...text.matchAll(/\{([^{}]*)\} = process\.env/g)].flatMap(([, names]) => [...String(names).matchAll(/\b([A-Z][A-Z0-9_]*)\b/g)]),
    // A name kept in a constant whose value indexes the environment.
    ...(/process\.env\[/.test(text) ? text.matchAll(/const [A-Z_]+ = '([A-Z][A-Z0-9_]*)'/g) : []),
  ].map(([, name]) => String(name))

/** Returns the part of the architecture about one source root: its section, or its row in the table of packages. */
export function scopeOf(sourceRoot: string, text: string): string {
  const section = text.split(/^(?=#+ )/m).find((part) => lines(part)[0]?.includes(`\`${sourceRoot}\``))
  return section ?? lines(text).find((row) => row.startsWith(`| \`${posix.dirname(sourceRoot)}\``)) ?? ''
}

const namesIn = (text: string) => new Set(codeIn(text).flatMap((code) => code.split(/[/\s{},]+/)))

/** Returns the folders that a text does not name in code marks; the parent of an inner folder must be in the same row. */
export const unnamedFolders = (folders: readonly string[], text: string): string[] => {
  const rows = lines(text).map(namesIn)
  return folders.filter((folder) => !rows.some((names) => folder.split('/').every((part) => names.has(part))))
}

/** Returns the files and folders in the first cells of a section's table that its source root lacks. */
export const unknownFolders = (sourceRoot: string, section: string, files: readonly string[]): string[] =>
  lines(section)
    .filter((row) => row.startsWith('| `') && !row.startsWith('| `packages/'))
    .flatMap((row) => codeIn(row.split('|')[1] ?? ''))
    .filter((name) => !files.some((file) => file === `${sourceRoot}/${name}` || file.startsWith(`${sourceRoot}/${name}/`)))

/** Returns the folders of each source root, `apps/<name>/src` and `packages/<name>/src`: `a` and, in it, `a/b`. */
export const sourceRoots = (files: readonly string[]): ReadonlyMap<string, readonly string[]> => {
  const pairs = files.flatMap((file) => {
    const [, sourceRoot, outer, inner] = /^((?:apps|packages)\/[^/]+\/src)\/([^/]+)\/(?:([^/]+)\/)?/.exec(file) ?? []
    if (!sourceRoot || !outer) return []
    return [{ sourceRoot, folder: outer }, ...(inner ? [{ sourceRoot, folder: `${outer}/${inner}` }] : [])]
  })
  return new Map([...Map.groupBy(pairs, (pair) => pair.sourceRoot)].map(([name, all]) => [name, unique(all.map(({ folder }) => folder))]))
}

/** A row of a table of files and functions. */
export interface NamedFunctions {
  readonly paths: readonly string[]
  readonly names: readonly string[]
}

/** Returns the rows of the tables whose last column is `function`. */
export const functionsIn = (text: string): NamedFunctions[] =>
  text
    .split(/\n\n/)
    .filter((part) => /^\|.*\| function \|$/m.test(part))
    .flatMap(lines)
    .map((row) => row.split('|').slice(1, -1))
    .map((cells) => ({
      paths: cells.slice(0, -1).flatMap(pathsIn),
      names: codeIn(cells.at(-1) ?? '').flatMap((code) => code.split('.')),
    }))
    .filter(({ names }) => names.length > 0)

/** The files of a project, as paths from the root, and the variables that its server validates. */
export interface Project {
  readonly files: readonly string[]
  readonly read: (file: string) => string
  readonly settings: readonly string[]
}

/** Returns this project. */
export const project = (): Project => ({
  files: execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((file) => file !== '' && existsSync(path.join(root, file))),
  read: (file) => readFileSync(path.join(root, file), 'utf8'),
  settings: settingNames,
})

/** Returns the functions that none of the files of their row contains. */
export const missingFunctions = (text: string, { files, read }: Pick<Project, 'files' | 'read'>): string[] =>
  functionsIn(text).flatMap(({ paths, names }) => {
    const sources = files.filter((file) => paths.some((name) => file === name || file.startsWith(`${name}/`))).map(read)
    return names.filter((name) => !sources.some((source) => new RegExp(`\\b${name}\\b`).test(source)))
  })

const documentsOf = ({ files }: Project) => files.filter((file) => file.endsWith('.md'))

function findingsOfNames(all: Project): Finding[] {
  const { files, read } = all
  const scripts = Object.keys(JSON.parse(read('package.json')).scripts)
  const config = read('vite.config.ts')
  return documentsOf(all).flatMap((file) => {
    const text = read(file)
    const lacksLink = (target: string) => !files.some((one) => one === target || one.startsWith(`${target}/`))
    return [
      ...missingPaths(pathsIn(text), files).map((name) => `${name} does not exist`),
      ...linksIn(file, text)
        .filter(lacksLink)
        .map((target) => `the link to ${target} leads nowhere`),
      ...scriptsIn(text)
        .filter((name) => !scripts.includes(name))
        .map((name) => `package.json has no script ${name}`),
      ...projectsIn(text)
        .filter((name) => !config.includes(`'${name}'`))
        .map((name) => `vite.config.ts has no project ${name}`),
      ...missingFunctions(text, all).map((name) => `no file of its row has the function ${name}`),
    ].map((problem) => ({ file, problem }))
  })
}

/** Set by the platform, not by an operator. */
const platformVariables = ['NODE_ENV']

function findingsOfVariables(all: Project): Finding[] {
  const { files, read, settings } = all
  const readers = files.filter((file) => /\.(tsx?|mjs|sh|ya?ml|conf|cfg)$|(^|\/)Dockerfile$|^\.ci\//.test(file))
  const known = new Set([...settings, ...readers.flatMap((file) => variablesReadBy(read(file)))])
  const examples = files.filter((file) => /(^|\/)\.env\.example$/.test(file))
  const described = [
    ...documentsOf(all).flatMap((file) => variablesIn(read(file)).map((name) => ({ file, name }))),
    ...examples.flatMap((file) => variablesOfExample(read(file)).map((name) => ({ file, name }))),
  ]
  const own = settings.filter((name) => !platformVariables.includes(name))
  const lacking = (file: string, names: readonly string[]) =>
    own.filter((name) => !names.includes(name)).map((name) => ({ file, problem: `lacks ${name}` }))
  return [
    ...described.filter(({ name }) => !known.has(name)).map(({ file, name }) => ({ file, problem: `no code reads ${name}` })),
    ...lacking('.env.example', variablesOfExample(read('.env.example'))),
    ...lacking('docs/operations.md', variablesIn(read('docs/operations.md'))),
  ]
}

function findingsOfFolders({ files, read }: Project): Finding[] {
  const file = 'docs/architecture.md'
  const architecture = read(file)
  return [...sourceRoots(files)].flatMap(([sourceRoot, folders]) => {
    const readme = `${posix.dirname(sourceRoot)}/README.md`
    const scope = scopeOf(sourceRoot, architecture)
    const outer = folders.filter((folder) => !folder.includes('/'))
    const unnamed = files.includes(readme) ? unnamedFolders(outer, read(readme)) : outer
    return [
      ...unnamedFolders(folders, scope).map((name) => ({ file, problem: `does not name ${sourceRoot}/${name}` })),
      ...unknownFolders(sourceRoot, scope, files).map((name) => ({ file, problem: `${sourceRoot}/${name} does not exist` })),
      ...unnamed.map((name) => ({ file: readme, problem: `does not name ${name}` })),
    ]
  })
}

/** Returns what the documents of a project name but it lacks, and the settings and folders they omit. */
export const findingsIn = (all: Project): Finding[] => [...findingsOfNames(all), ...findingsOfVariables(all), ...findingsOfFolders(all)]

if (import.meta.main) {
  const findings = findingsIn(project())
  for (const { file, problem } of findings) console.log(`${file}: ${problem}`)
  console.log(`${findings.length} findings`)
}
