using static MedAid.Bureau.Messages.NationalTable;

namespace MedAid.Bureau.Messages.Forms;

/// <summary>Sign-in, sign-out and files: 9001, 9002, 9101, 9102.</summary>
public static class SessionForms
{
    /// <summary>9001, input.</summary>
    public static readonly NationalTable SignIn = new(Node("signIn", new(
        Needed("opter_no", Sizes.LongWord), Text("mac", Sizes.Name), Text("ip", Sizes.Name))));

    /// <summary>9001, output.</summary>
    public static readonly NationalTable SignedIn = new(Node("signinoutb", new(
        Needed("sign_no", Sizes.Id), Text("sign_time", Sizes.Time))));

    /// <summary>9002, input.</summary>
    public static readonly NationalTable SignOut = new(Node("signOut", new(
        Needed("sign_no", Sizes.Id), Text("opter_no", Sizes.LongWord))));

    /// <summary>9002, output.</summary>
    public static readonly NationalTable SignedOut = new(Node("signoutoutb", new(Text("sign_time", Sizes.Time))));

    /// <summary>9101, input. What <c>in</c> holds is read by <see cref="Files.FileBytes"/>.</summary>
    public static readonly NationalTable Upload = new(Node("fsUploadIn", new(
        new NationalField("in", NationalKind.Memo, Limits.FileTextMax, IsRequired: true), Needed("filename", Sizes.Name),
        Text("fixmedins_code", Sizes.Code))));

    /// <summary>9101, output: it has no node.</summary>
    public static readonly NationalTable Uploaded = new(
        Needed("file_qury_no", Sizes.Name), Text("filename", Sizes.Name), Text("fixmedins_code", Sizes.Code), Text("dld_endtime", Sizes.Time));

    /// <summary>9102, input. It is answered with the file itself; with JSON only where there is an error.</summary>
    public static readonly NationalTable Download = new(Node("fsDownloadIn", new(
        Needed("file_qury_no", Sizes.Name), Text("filename", Sizes.Name), Text("fixmedins_code", Sizes.Code))));
}
