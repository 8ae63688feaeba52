namespace MedAid.Settlement.Claims;

/// <summary>One bad field of a request.</summary>
/// <param name="Field">Path in the request's own words, e.g. <c>visit.items[2].quantity</c>.</param>
/// <param name="Rule">The rule that it breaks; its word stands before the description.</param>
/// <param name="Description">What is wrong with it and what to do, in Chinese, without repeating the value.</param>
public sealed record FieldViolation(string Field, FieldRule Rule, string Description);
