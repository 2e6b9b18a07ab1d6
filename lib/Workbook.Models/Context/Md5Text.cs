using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Workbook.Models.Compilation;

namespace Workbook.Models.Context;

/// <summary>The MD5 of a text, as dbt shortens names and as <c>local_md5</c> gives it.</summary>
internal static class Md5Text
{
    [SuppressMessage("Security", "CA5351", Justification = "It names things and protects nothing.")]
    public static string Hash(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
}
