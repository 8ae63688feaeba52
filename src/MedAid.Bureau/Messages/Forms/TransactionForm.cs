namespace MedAid.Bureau.Messages.Forms;

/// <summary>A transaction of the national interface: which fields its input and its output have.</summary>
/// <param name="Number">Its four digits; forms with a letter have the same fields.</param>
/// <param name="Title">Its Chinese name.</param>
/// <param name="IsWrite">Whether it changes something on the platform.</param>
/// <param name="Input">The fields of <c>input</c>.</param>
/// <param name="Output">The fields of <c>output</c>; none where a success says all.</param>
public sealed record TransactionForm(string Number, string Title, bool IsWrite, NationalTable Input, NationalTable Output);
