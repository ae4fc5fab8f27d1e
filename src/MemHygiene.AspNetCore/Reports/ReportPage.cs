using System.Security.Cryptography;
using System.Text;

namespace MemHygiene.AspNetCore.Reports;

/// <summary>The page: one file with its style and its script, and a policy that lets the browser run these two and load nothing else.</summary>
internal sealed class ReportPage
{
    private const string Resource = "MemHygiene.AspNetCore.Reports.page.html";

    private ReportPage(byte[] html, string policy)
    {
        Html = html;
        Policy = policy;
    }

    public byte[] Html { get; }

    /// <summary>The value of <c>Content-Security-Policy</c>.</summary>
    public string Policy { get; }

    public static ReportPage Load()
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);

        // Browsers hash what they have parsed, and they parse every line end into one character.
        var html = reader.ReadToEnd().ReplaceLineEndings("\n");
        var policy =
            $"default-src 'none'; style-src '{HashOf(html, "style")}'; script-src '{HashOf(html, "script")}'; connect-src 'self'; img-src data:; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
        return new(Encoding.UTF8.GetBytes(html), policy);
    }

    private static string HashOf(string html, string element)
    {
        var begin = html.IndexOf($"<{element}>", StringComparison.Ordinal) + element.Length + 2;
        var content = html[begin..html.IndexOf($"</{element}>", StringComparison.Ordinal)];
        return "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
    }
}
