using Workbook.Database;
using Workbook.Dedup.Model;
using Workbook.Dedup.Matching;

namespace Workbook.Tests.Dedup;

public sealed class CleaningTests
{
    [Theory]
    [InlineData(Cleaning.Text, "  Ünal   ŁUKASZ ", "unal lukasz")]
    [InlineData(Cleaning.Text, " \t ", null)]
    [InlineData(Cleaning.Name, "O'Brien-Müßig, J.", "obrien mussig j")]
    [InlineData(Cleaning.Name, "Иван", "иван")]
    [InlineData(Cleaning.Phone, "+61 456 384 373", "456384373")]
    [InlineData(Cleaning.Phone, "(0456) 384-373", "456384373")]
    [InlineData(Cleaning.Phone, "ext. 12", null)]
    [InlineData(Cleaning.Digits, "jo2.doe7@x.org", "27")]
    [InlineData(Cleaning.Digits, "jo@x.org", "")]
    [InlineData(Cleaning.Email, " Jo.Doe+shop@Example.ORG", "jo.doe@example.org")]
    [InlineData(Cleaning.EmailUser, "Jo.Doe+shop@Example.ORG", "jo.doe")]
    [InlineData(Cleaning.EmailDomain, "jo@example.org", "example.org")]
    [InlineData(Cleaning.EmailDomain, "jo", null)]
    [InlineData(Cleaning.Address, "12 St. Kilda Rd, Apt 4", "12 street kilda road apartment 4")]
    [InlineData(Cleaning.Code, "fg1 4ta", "FG14TA")]
    [InlineData(Cleaning.Date, "1971-06-24", "19710624")]
    [InlineData(Cleaning.Date, "24/06/1971", "19710624")]
    [InlineData(Cleaning.Date, " 19711399", "19711399")]
    [InlineData(Cleaning.Date, "unknown", null)]
    [InlineData(Cleaning.Number, " 1.5", "1.5")]
    [InlineData(Cleaning.Soundex, "Robert", "R163")]
    [InlineData(Cleaning.Metaphone, "Smyth", "SM0")]
    public void Values_are_brought_into_one_form(Cleaning cleaning, string value, string? expected)
    {
        using var connection = WorkbookDatabase.Open();
        TextFunctions.Register(connection);
        Assert.Equal(expected, connection.Scalar<string?>($"SELECT CAST({CleaningSql.Of("value", cleaning, "VARCHAR")} AS VARCHAR) FROM (SELECT {Sql.Literal(value)} AS value)"));
    }

    [Fact]
    public void Dates_and_moments_need_no_parsing()
    {
        using var connection = WorkbookDatabase.Open();
        Assert.Equal("20240229", connection.Scalar<string>($"SELECT {CleaningSql.Of("value", Cleaning.Date, "DATE")} FROM (SELECT DATE '2024-02-29' AS value)"));
        Assert.Equal("20240229", connection.Scalar<string>($"SELECT {CleaningSql.Of("value", Cleaning.Date, "TIMESTAMP")} FROM (SELECT TIMESTAMP '2024-02-29 12:00:00' AS value)"));
    }
}
