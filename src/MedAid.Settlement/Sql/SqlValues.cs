using MedAid.Core;

namespace MedAid.Settlement.Sql;

/// <summary>Values as the drivers of both databases take them; every parameter that is passed as an object goes through here.</summary>
public static class SqlValues
{
    /// <summary>The bare text of a code or key, the number of an amount, DBNull for null, anything else as it is.</summary>
    public static object Of(object? value) => value switch
    {
        ITextValue text => text.Text,
        Fen amount => amount.Value,
        null => DBNull.Value,
        _ => value,
    };
}
