using Workbook.Contracts;

namespace Workbook.Tests.Contracts;

public sealed class ContractDiffTests
{
    private const string Visits = """
        apiVersion: v3.1.0
        kind: DataContract
        id: visits
        name: visits
        version: 1.4.2
        status: active
        description: {purpose: One row a visit.}
        servers: [{server: raw, type: local, path: visits/a.csv, format: csv}]
        schema:
        - name: visits
          properties:
          - {name: visit_id, physicalType: BIGINT, required: true, primaryKey: true}
          - {name: guests, physicalType: INTEGER, logicalTypeOptions: {minimum: 1, maximum: 60}}
          - {name: price, physicalType: "DECIMAL(9,2)", logicalTypeOptions: {exclusiveMinimum: 0}, customProperties: [{property: onViolation, value: flag}]}
          - {name: kind, physicalType: VARCHAR, quality: [{type: library, metric: invalidValues, arguments: {validValues: [tour, school]}, mustBe: 0}]}
          - {name: code, physicalType: VARCHAR, unique: true, logicalTypeOptions: {pattern: "[A-Z]+", maxLength: 9}}
          - {name: day, physicalType: DATE, logicalTypeOptions: {minimum: "2020-01-01"}}
          - {name: guide, physicalType: VARCHAR, customProperties: [{property: later, value: true}]}
          quality:
          - {name: few, type: custom, engine: workbook, implementation: {column: visit_id, holds: "guests < 9 OR kind = 'school'"}}
          customProperties:
          - {property: unknownColumns, value: freeze}
          - {property: writeDisposition, value: append}
        """;

    /// <summary>What is written instead of what, and the changes that it makes: whom they break, in brackets.</summary>
    public static TheoryData<string, string, string> Changes => new()
    {
        // columns
        { "- {name: guests, physicalType: INTEGER, logicalTypeOptions: {minimum: 1, maximum: 60}}", "", "guests: column removed: INTEGER (Both)" },
        { "- {name: day,", "- {name: left, physicalType: DATE}\n  - {name: day,", "left: column added: DATE (Deliverers)" },
        { "- {name: guide,", "- {name: left, physicalType: DATE, customProperties: [{property: later, value: true}]}\n  - {name: guide,", "left: column added, later: DATE (Nobody)" },
        { "- {name: guide,", "- {name: left, physicalType: DATE, required: true, customProperties: [{property: later, value: true}]}\n  - {name: guide,", "left: required column added, later: DATE (Deliverers)" },
        { "name: guests, physicalType", "name: heads, physicalType", "guests: renamed, it seems, guests → heads (Both)" },
        { "name: guests, physicalType: INTEGER", "name: heads, physicalType: BIGINT", "guests: column removed: INTEGER (Both)|heads: column added: BIGINT (Deliverers)" },
        { "name: guests, physicalType", "name: heads, physicalName: guests, physicalType", "guests: renamed, guests → heads (Readers)" },
        { "name: guests, physicalType", "name: guests, physicalName: heads, physicalType", "guests: name in files, guests → heads (Deliverers)" },
        { "{name: guests,", "{name: guests, customProperties: [{property: missingValues, value: [NA]}],", "guests: missing values: 'NA' (Both)" },
        { ", customProperties: [{property: later, value: true}]", "", "guide: place, a later column → a column of each file (Deliverers)" },
        { "name: day, physicalType: DATE,", "name: day, customProperties: [{property: later, value: true}], physicalType: DATE,", "day: place, a column of each file → a later column (Nobody)" },
        // types
        { "guests, physicalType: INTEGER", "guests, physicalType: BIGINT", "guests: type widened, INTEGER → BIGINT (Nobody)" },
        { "visit_id, physicalType: BIGINT", "visit_id, physicalType: INTEGER", "visit_id: type narrowed, BIGINT → INTEGER (Deliverers)" },
        { "DECIMAL(9,2)", "DECIMAL(12,4)", "price: type widened, DECIMAL(9,2) → DECIMAL(12,4) (Nobody)" },
        { "DECIMAL(9,2)", "DECIMAL(9,4)", "price: type changed, DECIMAL(9,2) → DECIMAL(9,4) (Both)" },
        { "DECIMAL(9,2)", "DECIMAL(8,2)", "price: type narrowed, DECIMAL(9,2) → DECIMAL(8,2) (Deliverers)" },
        { "guide, physicalType: VARCHAR", "guide, physicalType: DOUBLE", "guide: type changed, VARCHAR → DOUBLE (Both)" },
        { "day, physicalType: DATE, logicalTypeOptions: {minimum: \"2020-01-01\"}", "day, physicalType: TIMESTAMPTZ, logicalTypeOptions: {minimum: \"2020-01-01\"}", "day: type changed, DATE → TIMESTAMPTZ (Readers)" },
        // required, key, unique
        { "guests, physicalType", "guests, required: true, physicalType", "guests: now required (Deliverers)" },
        { "required: true, primaryKey", "primaryKey", "visit_id: no longer required (Readers)" },
        { ", primaryKey: true", "", "key removed: visit_id (Readers)" },
        { "guests, physicalType", "guests, primaryKey: true, primaryKeyPosition: 2, physicalType", "key, visit_id → visit_id, guests (Readers)" },
        { "unique: true, ", "", "code: no longer unique (Readers)" },
        { "guests, physicalType", "guests, unique: true, physicalType", "guests: now unique (Nobody)" },
        // rules
        { "maximum: 60", "maximum: 40", "guests: range tightened, from 1 to 60 → from 1 to 40 (Deliverers)" },
        { "maximum: 60", "maximum: 90", "guests: range loosened, from 1 to 60 → from 1 to 90 (Readers)" },
        { "minimum: 1, maximum: 60", "minimum: 2, maximum: 90", "guests: range changed, from 1 to 60 → from 2 to 90 (Both)" },
        { "minimum: 1, maximum: 60", "exclusiveMinimum: 0, exclusiveMaximum: 61", "" },
        { ", logicalTypeOptions: {minimum: 1, maximum: 60}", "", "guests: range removed: from 1 to 60 (Readers)" },
        { "logicalTypeOptions: {minimum: 1, maximum: 60}", "logicalTypeOptions: {minimum: 1, maximum: 60}, customProperties: [{property: onViolation, value: flag}]", "guests: range, rejects → flags (Readers)" },
        { ", customProperties: [{property: onViolation, value: flag}]", "", "price: range, flags → rejects (Deliverers)" },
        { "exclusiveMinimum: 0}", "exclusiveMinimum: 5}", "price: range tightened, flags, over 0 → over 5 (Nobody)" },
        { "exclusiveMinimum: 0}", "minimum: 0}", "price: range loosened, flags, over 0 → at least 0 (Nobody)" },
        { "[tour, school]", "[tour]", "kind: accepted values tightened, tour, school → tour (Deliverers)" },
        { "[tour, school]", "[tour, school, party]", "kind: accepted values loosened, tour, school → tour, school, party (Readers)" },
        { "[tour, school]", "[school, tour]", "" },
        { "[A-Z]+", "[A-Z]*", "code: pattern changed, [A-Z]+ → [A-Z]* (Both)" },
        { "maxLength: 9", "maxLength: 8", "code: length tightened, at most 9 → at most 8 (Deliverers)" },
        { "2020-01-01", "2019-01-01", "day: period loosened, at least 2020-01-01 → at least 2019-01-01 (Readers)" },
        { "guide, physicalType", "guide, logicalTypeOptions: {pattern: a}, physicalType", "guide: pattern added: a (Deliverers)" },
        { "guests < 9", "guests <  9", "" },
        { "guests < 9", "guests < 8", "rule visit_id.few changed, guests < 9 OR kind = 'school' → guests < 8 OR kind = 'school' (Both)" },
        { "name: few", "name: fewer", "rule visit_id.few removed: guests < 9 OR kind = 'school' (Readers)|rule visit_id.fewer added: guests < 9 OR kind = 'school' (Deliverers)" },
        // the table
        { "- name: visits", "- name: guests_in", "table renamed, visits → guests_in (Readers)|id: visits (Nobody)|name: visits (Nobody)" },
        { "visits/a.csv", "visits/*.csv", "path wider, visits/a.csv → visits/*.csv (Nobody)" },
        { "visits/a.csv", "visits/*/a.csv", "path, visits/a.csv → visits/*/a.csv (Deliverers)" },
        { "format: csv", "format: parquet", "format, csv → parquet (Deliverers)|separator: , (Deliverers)" },
        { "format: csv}", "format: csv, customProperties: [{property: separator, value: ;}]}", "separator, , → ; (Deliverers)" },
        { "value: append", "value: replace", "write disposition, append → replace (Both)" },
        { "value: freeze", "value: discard", "unknown columns, freeze → discard (Nobody)" },
        { "{property: unknownColumns", "{property: eventTime, value: day}\n  - {property: unknownColumns", "event time: day (Nobody)" },
        { "guests, physicalType", "guests, partitioned: true, physicalType", "partitions: guests (Nobody)" },
        // what people read
        { "One row a visit.", "A row for each visit.", "description, One row a visit. → A row for each visit. (Nobody)" },
        { "guests, physicalType", "guests, description: Heads., relationships: [{to: a.b}], physicalType", "guests: description: Heads. (Nobody)|guests: relationships: - to: a.b (Nobody)" },
        { "status: active", "status: deprecated\nteam: {name: box office}", "owner: box office (Nobody)|status: deprecated (Nobody)" },
    };

    [Theory, MemberData(nameof(Changes))]
    public void A_change_is_named_and_breaks(string old, string now, string changes)
    {
        Assert.Contains(old, Visits);
        var diff = ContractDiff.Compare(ContractFile.Parse(Visits), ContractFile.Parse(Visits.Replace(old, now, StringComparison.Ordinal)));
        Assert.Equal(changes, string.Join('|', diff.Changes.Select(change => $"{change} ({change.Breaks})")));
    }

    [Theory]
    [InlineData("maximum: 60", "maximum: 40", "2.0.0")]
    [InlineData("guests, physicalType: INTEGER", "guests, physicalType: BIGINT", "1.5.0")]
    [InlineData("One row a visit.", "A row for each visit.", "1.4.3")]
    [InlineData("active", "active", "1.4.2")]
    public void The_version_must_be_high_enough(string old, string now, string least)
    {
        var (before, after) = (ContractFile.Parse(Visits), ContractFile.Parse(Visits.Replace(old, now, StringComparison.Ordinal)));
        Assert.Equal(least, ContractDiff.Compare(before, after).LeastVersion);
        Assert.Equal(least == "1.4.2", ContractDiff.Compare(before, after).IsVersionEnough);
        Assert.True(ContractDiff.Compare(before, after with { Version = least }).IsVersionEnough);
        Assert.True(ContractDiff.Compare(before, after with { Version = "2.0.0-rc.1" }).IsVersionEnough);
        Assert.False(ContractDiff.Compare(before, after with { Version = "1.4.1" }).IsVersionEnough);
    }

    [Fact]
    public void Before_the_first_release_the_second_number_stands_for_the_first()
    {
        var (before, after) = (ContractFile.Parse(Visits) with { Version = "0.3.1" }, ContractFile.Parse(Visits) with { Columns = [] });
        Assert.Equal((VersionPart.Major, "0.4.0"), (ContractDiff.Compare(before, after).Asks, ContractDiff.Compare(before, after).LeastVersion));
    }

    [Fact]
    public void A_version_that_is_none_is_refused() => Assert.StartsWith("The version 'next' is no semantic version.",
        Assert.Throws<WorkbookException>(() => ContractDiff.Compare(ContractFile.Parse(Visits), ContractFile.Parse(Visits) with { Version = "next" })).Message);

    /// <summary>What JSON lacks is a missing value, and what it has too much goes into the catch-all.</summary>
    [Fact]
    public void A_line_of_JSON_may_lack_and_exceed()
    {
        var old = new SourceContract("events", SourceFormat.JsonLines) { Description = "", Path = "e.jsonl", Key = [], Rows = 0, CatchAll = "extra", Columns = [Column.Text("who"), Column.Text("extra")] };
        Assert.Equal(["more: column added: VARCHAR (Nobody)"], Told(old, old with { Columns = [.. old.Columns, Column.Text("more")] }));
        Assert.Equal(["who: column removed: VARCHAR (Readers)"], Told(old, old with { Columns = [Column.Text("extra")] }));
        Assert.Equal(["more: required column added: VARCHAR (Deliverers)"], Told(old, old with { Columns = [.. old.Columns, Column.Text("more").Required()] }));
        Assert.Equal(["catch-all: extra (Both)"], Told(old, old with { CatchAll = null }));
        Assert.Equal(["order of the columns (Nobody)"], Told(old, old with { Columns = [.. old.Columns.Reverse()] }));

        static IEnumerable<string> Told(SourceContract old, SourceContract now) => ContractDiff.Compare(old, now).Changes.Select(change => $"{change} ({change.Breaks})");
    }

    [Fact]
    public void Where_one_rule_rejects_and_another_flags_each_is_compared_with_its_like()
    {
        var old = new SourceContract("visits", SourceFormat.Csv) { Description = "", Path = "v.csv", Key = [], Rows = 0, Columns = [Column.Int32("guests").Between(0, 60).Between(0, 9, RuleEffect.Flag)] };
        var now = old with { Columns = [Column.Int32("guests").Between(0, 50).Between(0, 12, RuleEffect.Flag)] };
        Assert.Equal(["guests: range tightened, from 0 to 60 → from 0 to 50 (Deliverers)", "guests: range loosened, flags, from 0 to 9 → from 0 to 12 (Nobody)"],
            ContractDiff.Compare(old, now).Changes.Select(change => $"{change} ({change.Breaks})"));
    }
}
