import { places } from '../fixtures/screen-paths.ts'
import { expect, test } from '../fixtures/test.ts'
import { Screen } from '../pages/base-page.ts'

/** What a plain string turns around in a right-to-left line (ux 10.1). */
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

test('each bidi vector stands in an Arabic line as it is stored (AR-2)', async ({ physician, ward }) => {
  const chart = await physician.opens(await ward.jane()).chart()
  await chart.isLive()
  await chart.switchesToArabic()

  const turned = await chart.page
    .locator('main bdi[dir="ltr"]')
    .first()
    .evaluate((isolated, texts) => {
      /** Left edges of the characters, in the order they are stored. */
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
        const seesHarm = !inOrder(edges(plain))
        clinical.textContent = text
        line.replaceChildren('القيمة ', clinical, ' اليوم')
        const isHarmed = !inOrder(edges(clinical))
        return [...(isHarmed ? [`${text} is turned around`] : []), ...(seesHarm ? [] : [`${text} is not turned around without isolation`])]
      })
      line.remove()
      return found
    }, vectors)

  expect(turned).toEqual([])
})

for (const { role, paths } of places)
  test(`every number on the screens of a ${role} reads from left to right in Arabic, in Latin digits (AR-2, AR-3)`, async ({
    ward,
    arrives,
  }) => {
    const { page } = await arrives(role)
    const jane = await ward.jane()
    const screen = new Screen(page)
    await page.goto('/')
    await screen.isLive()
    await screen.switchesToArabic()
    for (const path of paths) {
      await page.goto(path.replace(':jane', jane.patientId))
      await screen.isComplete()
      const turned = await page.evaluate(() => {
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
        const found: string[] = []
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const text = node.nodeValue ?? ''
          if (/[٠-٩۰-۹]/.test(text)) found.push(`Arabic digits: ${text}`)
          // A comparator, a number, and what belongs to it up to the next number: a range, a date, a time, an identifier.
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
      expect.soft(turned, path).toEqual([])
    }
  })
