using Workbook.Dedup.Model;

namespace Workbook.Tests.Dedup;

public sealed class MatchModelFileTests
{
    [Fact]
    public void A_model_comes_back_from_its_file_as_it_was()
    {
        var model = DefaultModel.For(["customer_id", "first_name", "last_name", "email", "phone", "birth_date", "address_line1", "city", "postcode", "join_ts"], 80_000)! with
        {
            Survivorship = new SurvivorshipPlan { Default = Survivor.SourcePriority, Source = "src", Priority = ["crm: \"new\"", "web"], Columns = new Dictionary<string, Survivor> { ["email"] = Survivor.Longest } },
        };
        var trained = model with
        {
            Trained = new MatchParameters(1.0 / 3, [.. model.Comparisons.Select(comparison => new ComparisonParameters(comparison.Name,
                [.. Enumerable.Repeat(1.0 / (comparison.Levels.Count + 1), comparison.Levels.Count + 1)], [.. Enumerable.Repeat(1e-7, comparison.Levels.Count + 1)]))]),
        };
        foreach (var one in new[] { model, trained, model with { Columns = [.. model.Columns, new CleanColumn("house", null, Cleaning.AsIs, "split_part(address_line1, ' ', 1)")] } })
        {
            var yaml = MatchModelFile.ToYaml(one);
            Assert.Equal(yaml, MatchModelFile.ToYaml(MatchModelFile.Parse(yaml, "match.yml")));
        }
    }

    [Fact]
    public void All_faults_of_form_are_told_with_their_lines()
    {
        var fault = Assert.Throws<WorkbookException>(() => MatchModelFile.Parse(
            """
            id: id
            method: magic
            columns:
              name: nme
            comparisons:
              - column: name
                levels: [exact, near]
                wieght: 2
              - levels: [exact]
            blocking: name
            threshold: high
            """, "match.yml"));
        Assert.Equal(
            [
                "match.yml:2: 'method' can't be 'magic'. It is one of: probabilistic, fuzzy, deterministic.",
                "match.yml:4: 'name' can't be 'nme'. It is one of: as_is, text, name, phone, digits, email, email_user, email_domain, address, code, date, number, soundex, metaphone.",
                $"match.yml:7: 'near' is no level of comparison. It is one of: {Level.Known}.",
                "match.yml:8: 'wieght' is not known in a comparison. Known are: name, column, columns, levels, term_frequency, weight.",
                "match.yml:9: 'column' is missing: the clean column to compare.",
                "match.yml:10: 'blocking' must be a list.",
                "match.yml:11: 'threshold' must be a number, not 'high'.",
            ],
            fault.Message.Split('\n'));
    }

    [Fact]
    public void All_faults_of_meaning_are_told_with_their_lines()
    {
        var fault = Assert.Throws<WorkbookException>(() => MatchModelFile.Parse(
            """
            id: id
            threshold: 2
            columns:
              name: name
              born: text
            comparisons:
              - column: name
                levels: [exact, swapped with surname]
              - column: born
                levels: [date typo]
            blocking:
              - [name]
            training:
              certain: [[name, born]]
              blocks: [[name], ["name[1:1]"]]
            """, "match.yml"));
        Assert.Equal(
            [
                "match.yml:2: the threshold is 2; it must be above 0, at most 1.",
                "match.yml:7: name: there is no clean column surname; there are name, born.",
                "match.yml:9: born: 'date typo' needs the column born cleaned as date.",
                "match.yml:13: The comparison name can't be trained: every rule of 'blocks' uses its columns. Add a rule to training.blocks that doesn't use its columns.",
            ],
            fault.Message.Split('\n'));
    }

    [Theory]
    [InlineData("id: [", "match.yml:2: this is not valid YAML: ")]
    [InlineData("- id", "match.yml:1: expected a mapping (key: value) with id, columns, comparisons and blocking.")]
    [InlineData("blocking: [[a]]", "match.yml:1: 'id' is missing: the column that names a record.")]
    public void What_is_no_model_at_all_is_told(string yaml, string message) =>
        Assert.StartsWith(message, Assert.Throws<WorkbookException>(() => MatchModelFile.Parse(yaml, "match.yml")).Message);

    [Fact]
    public void A_default_needs_enough_columns_that_it_knows()
    {
        Assert.Null(DefaultModel.For(["id", "colour", "price"], 10));
        Assert.Null(DefaultModel.For(["first_name", "last_name", "email", "dob"], 10));
        var model = DefaultModel.For(["ID", "Given_Name", "SURNAME", "DOB", "E_Mail"], 1_000_000)!;
        Assert.Equal("ID", model.Id);
        Assert.Equal(["Given_Name", "SURNAME", "E_Mail", "DOB", "E_Mail", "E_Mail", "SURNAME"], model.Columns.Select(column => column.Of));
        Assert.True(DefaultModel.For(["id", "first_name", "surname", "dob", "email"], 1_000)!.Blocking.Count > model.Blocking.Count);
    }
}
