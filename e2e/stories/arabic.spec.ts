import { screenPaths } from '../fixtures/screen-paths.ts'
import { expect, test } from '../fixtures/test.ts'
import { BasePage } from '../pages/base-page.ts'

/** Values whose characters a right-to-left line reorders without isolation (ux 10.1). */
const vectors = [
  '<5',
  '>200',
  '3.5–5.1',
  '3.5 - 5.1',
  '3.5 to 5.1',
  '-3.2',
  '+1.2',
  '5 mg',
  '500 mg every 8 hours',
  '120/80 mmHg',
  '7.2 ×10⁹/L',
  '20-Nov-2025 21:05',
  '129 728 7652',
  '+249 912 345 678',
]

test('each bidirectional value keeps its order in an Arabic line (AR-2)', async ({ physician, ward }) => {
  const chart = await physician.open(await ward.jane()).chart()
  await chart.expectLive()
  await chart.switchToArabic()

  const reordered = await chart.page
    .locator('main bdi[dir="ltr"]')
    .first()
    .evaluate((isolated, texts) => {
      /** Left edges of the characters, in stored order. */
      const edges = (element: Element) =>
        [...(element.textContent ?? '')].map((_, index) => {
          const range = document.createRange()
          range.setStart(element.firstChild as Node, index)
          range.setEnd(element.firstChild as Node, index + 1)
          return range.getBoundingClientRect().left
        })
      const inOrder = (lefts: readonly number[]) => lefts.every((left, index) => index === 0 || left >= (lefts[index - 1] ?? 0))
      const line = document.createElement('p')
      line.dir = 'rtl'
      line.style.whiteSpace = 'nowrap'
      const plain = document.createElement('span')
      const clinical = isolated.cloneNode(false) as Element
      isolated.parentElement?.append(line)
      const found = texts.flatMap((text) => {
        plain.textContent = text
        line.replaceChildren('القيمة ', plain, ' اليوم')
        const isReorderedPlain = !inOrder(edges(plain))
        clinical.textContent = text
        line.replaceChildren('القيمة ', clinical, ' اليوم')
        const isReorderedIsolated = !inOrder(edges(clinical))
        return [
          ...(isReorderedIsolated ? [`${text} is reordered`] : []),
          ...(isReorderedPlain ? [] : [`${text} is not reordered without isolation`]),
        ]
      })
      line.remove()
      return found
    }, vectors)

  expect(reordered).toEqual([])
})

for (const { role, paths } of screenPaths)
  test(`all numbers on the screens of a ${role} read from left to right and in Latin digits in Arabic (AR-2, AR-3)`, async ({
    ward,
    signInAs,
  }) => {
    const { page } = await signInAs(role)
    const jane = await ward.jane()
    const screen = new BasePage(page)
    await page.goto('/')
    await screen.expectLive()
    await screen.switchToArabic()
    for (const path of paths) {
      await page.goto(path.replace(':jane', jane.patientId))
      await screen.expectLoaded()
      const reordered = await page.evaluate(() => {
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
        const found: string[] = []
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const text = node.nodeValue ?? ''
          if (/[٠-٩۰-۹]/.test(text)) found.push(`Arabic digits: ${text}`)
          // A number with its comparator and the numbers joined to it: a range, a date, a time, an identifier.
          for (const { 0: token, index } of text.matchAll(/[<>≤≥+-]?\d+(?:[.,:/–\u00a0-]\d+)*/g)) {
            const lefts = Array.from(token, (_, offset) => {
              const range = document.createRange()
              range.setStart(node, index + offset)
              range.setEnd(node, index + offset + 1)
              return range.getBoundingClientRect()
            }).filter(({ width, height }) => width > 0 && height > 0)
            const isOneLine = lefts.every(({ top }) => top === lefts[0]?.top)
            if (isOneLine && lefts.some(({ left }, at) => at > 0 && left < (lefts[at - 1]?.left ?? 0))) found.push(`${token} in “${text}”`)
          }
        }
        return found
      })
      expect.soft(reordered, path).toEqual([])
    }
  })
