package io.ambit.problem;

/**
 * What is wrong with one part of a request.
 *
 * @param pointer a JSON pointer into the body as a URI fragment ({@code #/spec/limits/0/quota}), or
 *     {@code header:If-Match}, {@code query:pageSize}, {@code path:tenant}
 * @param code one word for programs, as {@code out_of_range}
 * @param message a sentence for people: what was there and what was expected
 */
public record FieldFault(String pointer, String code, String message) {}
