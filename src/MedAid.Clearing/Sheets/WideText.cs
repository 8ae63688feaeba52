namespace MedAid.Clearing.Sheets;

/// <summary>Characters of double width, as Chinese keyboards type digits, brackets and blanks, become plain ones.</summary>
internal static class WideText
{
    private const char First = '！';
    private const char Last = '～';
    private const int Distance = First - '!';

    public static string Narrow(string text) => string.Create(text.Length, text, static (plain, wide) =>
    {
        for (var i = 0; i < wide.Length; i++)
        {
            plain[i] = wide[i] switch
            {
                >= First and <= Last => (char)(wide[i] - Distance),
                '　' => ' ',
                '￥' => '¥',
                _ => wide[i],
            };
        }
    });
}
