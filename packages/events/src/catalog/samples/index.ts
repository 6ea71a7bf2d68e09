/** Minimal valid resources for the examples of the catalog, the documentation and the tests, all of one patient. */
export * from './devices.ts'
export * from './documents.ts'
export * from './identities.ts'
export * from './imaging.ts'
export * from './laboratory.ts'
export * from './medications.ts'
export * from './notices.ts'
export * from './patients.ts'
