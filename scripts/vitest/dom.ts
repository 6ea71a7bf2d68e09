import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'
import { readingTimes } from '../../packages/ui/src/sheets/reading-time.ts'

// Lazily loaded components are compiled when the first test renders them, which takes longer than the default second on a busy machine.
configure({ asyncUtilTimeout: 15_000 })

// A test acts faster than a person reads; the tests of the reading time set their own.
readingTimes.sheet = 0
readingTimes.item = 0

// Testing Library cleans up automatically only where the test functions are globals; here they are imported.
afterEach(cleanup)
