// JSON values: what they hold, what a text says, and that nothing that comes from outside can harm.
#include "core/json.h"

#include <doctest/doctest.h>

#include <limits>
#include <string>
#include <vector>

using core::Json;

TEST_CASE("a list of names and values is an object, any other list an array") {
  const Json object = {{"tempo", 120}, {"on", true}};
  CHECK(object.is_object());
  CHECK(object.dump() == R"({"tempo":120,"on":true})");
  CHECK(Json({1, 2}).dump() == "[1,2]");
  CHECK(Json({Json::array({"a", 1}), 2}).dump() == R"([["a",1],2])");
  CHECK(Json::array().dump() == "[]");
  CHECK(Json::object().dump() == "{}");
  CHECK(Json(std::vector<double>{0.5, 2.0}).dump() == "[0.5,2.0]");
}

TEST_CASE("what was written reads back, members in their order") {
  const std::string text = R"({"z":[1,-2.5,true,null,"é \" \n"],"a":{"b":{}}})";
  const Json json = Json::parse(text);
  CHECK(json.dump() == text);
  CHECK(json.at("z").elements()[1].number() == -2.5);
  CHECK(json.at("a").at("b").is_object());
}

TEST_CASE("whole numbers stay whole, and those too large for 64 bits become numbers") {
  CHECK(Json::parse("9007199254740993").integer() == 9007199254740993);
  CHECK(Json::parse("-3").is_integer());
  CHECK(Json::parse("18446744073709551615").number() == 18446744073709551615.0);
  CHECK_FALSE(Json::parse("1.0").is_integer());
  CHECK(Json(1) == Json(1.0));
  CHECK(Json(0.1F).dump() == Json(static_cast<double>(0.1F)).dump());
}

TEST_CASE("text that is not JSON is of no type") {
  for (const char* text : {"", "{", "[1,]", "nul", "{\"a\":1} 2", "'a'", "NaN", "\"\xff\""}) {
    const Json json = Json::parse(text);
    CAPTURE(text);
    CHECK_FALSE(json.is_null());
    CHECK_FALSE(json.is_object());
    CHECK_FALSE(json.is_array());
    CHECK_FALSE(json.is_string());
    CHECK_FALSE(json.is_number());
    CHECK(json.find("a") == nullptr);
    CHECK(json.empty());
  }
}

TEST_CASE("text that is nested without end is refused before it exhausts the stack") {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  CHECK(Json::parse(nested(64)).is_array());
  CHECK_FALSE(Json::parse(nested(65)).is_array());
  CHECK_FALSE(Json::parse(nested(1'000'000)).is_array());
}

TEST_CASE("of two members of one name the last counts") {
  const Json json = Json::parse(R"({"a":1,"a":2})");
  CHECK(json.size() == 1);
  CHECK(json.at("a") == 2);
}

TEST_CASE("a member that is missing is null, and asking for it adds nothing") {
  const Json json = {{"a", 1}};
  CHECK(json.at("b").is_null());
  CHECK(json.at("b").at("c").is_null());
  CHECK(json.size() == 1);
}

TEST_CASE("objects are equal whatever the order of their members, arrays are not") {
  CHECK(Json::parse(R"({"a":1,"b":[1,2]})") == Json::parse(R"({"b":[1,2],"a":1})"));
  CHECK_FALSE(Json::parse("[1,2]") == Json::parse("[2,1]"));
  CHECK_FALSE(Json::parse(R"({"a":1})") == Json::parse(R"({"b":1})"));
  CHECK_FALSE(Json(true) == Json(1));
  CHECK_FALSE(Json(nullptr) == Json(0));
}

TEST_CASE("an update takes the other's members in place of its own") {
  Json json = {{"a", 1}, {"b", 2}};
  json.update({{"b", 3}, {"c", 4}});
  CHECK(json.dump() == R"({"a":1,"b":3,"c":4})");
}

TEST_CASE("what JSON cannot say is written as null, and bytes that are not UTF-8 as a replacement") {
  CHECK(Json(std::numeric_limits<double>::infinity()).dump() == "null");
  CHECK(Json(std::numeric_limits<double>::quiet_NaN()).dump() == "null");
  CHECK(Json("a\xff").dump() == "\"a\xef\xbf\xbd\"");
}
