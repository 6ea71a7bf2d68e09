import { describe, expect, it } from 'vitest'
import { birthDateIn, searchWords } from './search-words.ts'

describe('a birth date in any common form (BRD-1)', () => {
  it.each([
    ['14-Mar-1959', '1959-03-14'],
    ['14 march 1959', '1959-03-14'],
    ['14/03/1959', '1959-03-14'],
    ['14.3.1959', '1959-03-14'],
    ['1959-03-14', '1959-03-14'],
    ['1959/3/14', '1959-03-14'],
    ['14031959', '1959-03-14'],
    ['١٤/٠٣/١٩٥٩', '1959-03-14'],
    ['31/02/1959', null],
    ['14-Foo-1959', null],
    ['1297287652', null],
    ['Smith', null],
  ])('%s is %s', (query, date) => expect(birthDateIn(query)).toBe(date))
})

it.each([
  ['129 728 7652', '1297287652'],
  ['129-728-7652', '1297287652'],
  ['SMITH, Jane', 'smith jane'],
  ['علي عثمان', 'علي عثمان'],
  ['أمل', 'امل'],
  ['Bed 12', 'bed 12'],
])('the query %s searches for %s', (query, words) => expect(searchWords(query)).toBe(words))
