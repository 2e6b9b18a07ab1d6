using Workbook.Dashboards;

namespace Workbook.Retail.Pages;

internal static class ProductPage
{
    private static readonly Dictionary<string, string> Stages = new()
    {
        ["introduction"] = "Introduced within a year", ["growth"] = "Growing", ["maturity"] = "Steady", ["decline"] = "Declining", ["dormant"] = "Not sold lately", ["discontinued"] = "Discontinued",
    };

    public static PageDefinition Definition { get; } = new("product", "Product",
    [
        new("product_kpis", "Products of the period", "",
            new(TileKind.Cards) { Values = ["products_sold", "inventory_turnover", "return_rate", "discount_share", "returned_value_share"], Width = 12 })
        {
            Metrics = ["products_sold", "inventory_turnover", "return_rate", "discount_share", "returned_value_share"],
        },
        new("revenue_margin", "Revenue and what is kept of it",
            "No source has costs, so there is no margin. In its place stands the share of the list price that is kept after discounts and returns: (1 − discount share) × (1 − share of value returned). A point is a subcategory.",
            new(TileKind.Scatter)
            {
                X = "total_sales", XTitle = "Total sales (AUD)", Values = ["kept_share"], Color = "category", SetsSlicer = "category", Path = ["category", "subcategory"], Width = 6, Height = 380,
                Own = [new("kept_share", "Kept of the list price", "percent", "", "(1 − discount share) × (1 − share of value returned).")],
            })
        {
            Cuts = Cuts.PeriodAndRegion, Metrics = ["total_sales", "discount_share", "returned_value_share"], Dimensions = ["category", "subcategory"], HasQuery = true,
        },
        new("category_drill", "Category, subcategory, product", "Click a bar to go into it: a category's subcategories, then the five products that sell most. The path above leads back.",
            new(TileKind.Drill) { X = "name", Path = ["category", "subcategory"], PathTitle = "All categories", Values = ["total_sales", "quantity"], IsHorizontal = true, Width = 6, Height = 380 })
        {
            Cuts = Cuts.PeriodAndRegion, Metrics = ["total_sales", "quantity"], Dimensions = ["category", "subcategory", "product_id"], HasQuery = true,
        },
        new("price_impact", "What price changes did to sales",
            "Pieces sold in the 30 days after the first sale at a new price against the 30 days before the last sale at the old one, all changes of a size together. A change shows in the prices of order lines, by product and currency. Prices aren't set by chance and seasons come between, so this is no proof of cause.",
            new(TileKind.Bars)
            {
                X = "price_step", XTitle = "change of the price", Values = ["quantity_change"], Width = 6,
                Own = [new("quantity_change", "Change of pieces sold", "percent", "", "Pieces in the 30 days after by pieces in the 30 days before, less one."), new("price_changes", "Price changes", "integer", "changes"), new("average_price_change", "Mean change of the price", "percent")],
            })
        {
            Cuts = Cuts.Category, HasQuery = true,
        },
        new("turnover", "Turnover by category", "No source has stock, so this is pieces sold by product that sold at all: it ranks categories by how fast they move.",
            new(TileKind.Bars) { X = "category", Values = ["inventory_turnover"], IsHorizontal = true, SetsSlicer = "category", Width = 6, Height = 420 })
        {
            Cuts = Cuts.PeriodAndRegion, Metrics = ["inventory_turnover"], Dimensions = ["category"], HasQuery = true,
        },
        new("lifecycle", "Lifecycle",
            "Products of today's catalogue by their pieces in the last 90 days against the 90 days before: growing above 115 %, declining below 85 %. Those not sold in 180 days have no stage but that.",
            new(TileKind.Bars)
            {
                X = "stage", Values = ["share_of_products", "share_of_sales"], Words = Stages, Width = 6,
                Own = [new("share_of_products", "Share of products", "percent"), new("share_of_sales", "Share of sales", "percent", "", "Of the last 180 days."), new("products", "Products", "integer", "products"), new("total_sales", "Sales of 180 days", "currency", "AUD")],
            })
        {
            Cuts = Cuts.Category, HasQuery = true,
        },
        new("abc", "ABC analysis", "Products from the one that sells most: A up to 80 % of sales, B up to 95 %, C the rest. The product that crosses a line still belongs above it.",
            new(TileKind.Bars)
            {
                X = "class", Values = ["share_of_products", "share_of_sales"], Width = 6,
                Own = [new("share_of_products", "Share of products", "percent"), new("share_of_sales", "Share of sales", "percent"), new("products", "Products", "integer", "products"), new("class_sales", "Sales", "currency", "AUD")],
            })
        {
            Metrics = ["total_sales"], Dimensions = ["product_id"], HasQuery = true,
        },
        new("price_what_if", "What if prices changed?", "Sales × (1 + p) × (1 + e × p), pieces × (1 + e × p), where p is the price change and e the elasticity: the change of pieces by the change of price. Both are yours to set; the figures they start from are the selection's.",
            new(TileKind.WhatIfPrice) { Values = ["total_sales", "quantity"], Width = 6 })
        {
            Metrics = ["total_sales", "quantity"],
        },
    ]);
}
