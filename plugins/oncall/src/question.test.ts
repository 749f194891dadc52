import { isCompleteQuestion, isTooLong, questionFromSearch } from './question';

describe('questionFromSearch', () => {
  it.each([
    ['', undefined],
    ['?q=', undefined],
    ['?q=cart', 'cart'],
    ['?q=cart&namespace=shop', 'cart'],
    [
      '?namespace=shop&pod=cart-1&cluster=prod-eu',
      '{namespace="shop", pod="cart-1", cluster="prod-eu"}',
    ],
    ['?namespace=shop&namespace=other', '{namespace="shop"}'],
    ['?namespace=shop&pod=', '{namespace="shop"}'],
    ['?pod=a%22b%5C', '{pod="a\\"b\\\\"}'],
    ['?app.kubernetes.io/name=cart', '{app.kubernetes.io/name="cart"}'],
    ['?a%20b=c', '{"a b"="c"}'],
    ['?pod=%3Cscript%3E', '{pod="<script>"}'],
  ])('%s asks %s', (search, question) => {
    expect(questionFromSearch(search)).toBe(question);
  });
});

describe('isCompleteQuestion', () => {
  it.each([
    ['{namespace="shop", pod="cart-1"}', true],
    [' {namespace="shop",} \n', true],
    ['{namespace="shop"', false],
    ['{"labels":{"namespace":"shop"}}', true],
    ['[{"labels":{}}]', true],
    ['{"labels":', false],
    ['cart', false],
    ['Deployment/shop/cart', false],
    ['', false],
  ])('%s: %s', (text, complete) => {
    expect(isCompleteQuestion(text)).toBe(complete);
  });
});

it('counts bytes, not characters', () => {
  expect(isTooLong('x'.repeat(64 * 1024))).toBe(false);
  expect(isTooLong('ü'.repeat(40 * 1024))).toBe(true);
});
