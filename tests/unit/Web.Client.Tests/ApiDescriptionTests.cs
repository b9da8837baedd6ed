using System.Text.Json;
using WebCap.Client.Api;

namespace WebCap.Client.Tests;

/// <summary>The description of the API as the page reads it: written out for people, and never more trusted than a document from elsewhere.</summary>
public class ApiDescriptionTests
{
    private const string Document = """
        {
          "openapi": "3.1.1", "info": { "version": "1.2", "description": "About." },
          "paths": {
            "/api/things/{id}": {
              "post": {
                "tags": ["Things"], "summary": "Changes a thing", "description": "At once.", "operationId": "changeThing",
                "parameters": [
                  { "name": "id", "in": "path", "required": true, "description": "Its number.", "schema": { "type": "integer", "format": "int64" } },
                  { "name": "dry", "in": "query", "schema": { "type": ["null", "boolean"] } }
                ],
                "requestBody": { "description": "The thing.", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } },
                "responses": {
                  "200": {
                    "description": "OK", "headers": { "ETag": { "description": "Which." } },
                    "content": {
                      "application/json": { "schema": { "type": "array", "items": { "$ref": "#/components/schemas/Thing" } } },
                      "text/plain": { "schema": { "type": "string" } }
                    }
                  },
                  "400": { "description": "EINVAL: It is wrong.", "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/ProblemView" } } } }
                },
                "security": [{ "Bearer": ["operator"] }, { "Cookie": ["operator"] }],
                "x-codeSamples": [{ "lang": "Shell", "source": "curl -X POST $WEBCAP/api/things/1" }]
              },
              "head": { "operationId": "no" }
            }
          },
          "components": {
            "schemas": {
              "Thing": {
                "type": "object",
                "properties": {
                  "name": { "type": "string", "description": "What it is called." },
                  "since": { "type": ["null", "string"], "format": "date-time" },
                  "owner": { "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Owner" }] },
                  "parts": { "type": "array", "items": { "$ref": "#/components/schemas/Owner" } },
                  "inner": { "$ref": "#/components/schemas/Thing" }
                }
              },
              "Owner": { "type": "object", "description": "Whose.", "properties": { "user": { "type": "string" } } },
              "ProblemView": { "type": "object", "properties": { "errno": { "type": "string", "description": "Its name." } } }
            }
          }
        }
        """;

    [Fact]
    public void AnOperationIsReadWithAllThatIsSaidOfIt()
    {
        var description = ApiDescription.Read(Document);
        Assert.Equal(("1.2", "About."), (description.Version, description.Words));
        Assert.Equal([new DescribedField("errno", "string", "Its name.")], description.Problem);
        var operation = Assert.Single(description.Operations);
        Assert.Equal(("changeThing", "POST", "/api/things/{id}", "Things", "operator"), (operation.Id, operation.Method, operation.Path, operation.Tag, operation.Role));
        Assert.Equal([new("id", "path, integer", "Its number."), new("dry", "query, boolean, optional", "")], operation.Parameters);
        Assert.Equal(["curl -X POST $WEBCAP/api/things/1"], operation.Samples);
        Assert.Equal(["200", "400"], operation.Answers.Select(answer => answer.Status));
        Assert.Equal([false, true], operation.Answers.Select(answer => answer.IsProblem));
        Assert.Equal(["application/json", "text/plain"], operation.Answers[0].Content!.MediaTypes);
        Assert.Equal("list of object", operation.Answers[0].Content!.Type);
        Assert.Equal([new DescribedField("ETag", "header", "Which.")], operation.Answers[0].Headers);
    }

    [Fact]
    public void FieldsWithinFieldsAreWrittenOutAndOneThatHoldsItselfEnds()
    {
        var fields = ApiDescription.Read(Document).Operations[0].Body!.Fields;
        Assert.Equal(
            [
                new("name", "string", "What it is called."), new("since", "moment (RFC 3339) or null", ""), new("owner", "object or null", "Whose."), new("owner.user", "string", ""),
                new("parts", "list of object", ""), new("parts[].user", "string", ""), new("inner", "object", ""), new("inner.name", "string", "What it is called."),
            ],
            fields.Take(8));
        Assert.InRange(fields.Count, 20, 40);
    }

    [Theory]
    [InlineData("things", true)]
    [InlineData("POST things", true)]
    [InlineData("  operator   CHANGE ", true)]
    [InlineData("", true)]
    [InlineData("things delete", false)]
    public void ACallIsFoundByAllTheWordsThatWereTyped(string text, bool isFound) => Assert.Equal(isFound, ApiDescription.Read(Document).Operations[0].Matches(text));

    // A server of another version, or something that is no server of ours at all: what is missing is left out.
    [Fact]
    public void WhatIsCutOutOrAnotherThingLeavesTheRestReadable()
    {
        string[] others = ["null", "[]", "{}", "7", "\"x\"", "[null, 7, {}]", "{ \"a\": null }"];
        using var whole = JsonDocument.Parse(Document);
        var places = Places(Document);
        Assert.True(places.Count > 80, $"only {places.Count}");
        foreach (var (start, end) in places)
        {
            foreach (var other in others) Assert.NotNull(ApiDescription.Read(Document[..start] + other + Document[end..]));
        }

        Assert.ThrowsAny<JsonException>(() => ApiDescription.Read("<html>"));
    }

    // Where each value of the document begins and ends.
    private static List<(int Start, int End)> Places(string json)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(json);
        List<(int Start, int End)> places = [];
        var reader = new Utf8JsonReader(bytes);
        Stack<int> open = [];
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    open.Push((int)reader.TokenStartIndex);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    places.Add((open.Pop(), (int)reader.BytesConsumed));
                    break;
                case JsonTokenType.PropertyName:
                    break;
                default:
                    places.Add(((int)reader.TokenStartIndex, (int)reader.BytesConsumed));
                    break;
            }
        }

        return places;
    }
}
