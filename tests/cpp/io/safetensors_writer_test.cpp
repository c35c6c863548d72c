// What is written is what is read.
#include "io/safetensors_writer.hpp"

#include <catch2/catch_test_macros.hpp>
#include <limits>

#include "../numbers.hpp"
#include "io/safetensors.hpp"

using namespace attn;

TEST_CASE("tensors and texts written are read again, bit by bit", "[io][safetensors]") {
  Random random(2);
  const std::string names[] = {"a", "layers.0.weight", "with \"quotes\" \\ and\nlines", "中文", "name/first"};
  const Shape shapes[] = {{1}, {3, 5}, {1, 17}, {2, 3, 4}, {1, 2, 1, 33}};
  std::vector<Tensor> tensors;
  SafetensorsWriter writer;
  for (const Shape& shape : shapes) tensors.push_back(test::random_tensor(shape, random, 3));
  tensors[1].data()[0] = -0.0f;
  tensors[1].data()[1] = std::numeric_limits<float>::denorm_min();
  tensors[1].data()[2] = std::numeric_limits<float>::max();
  for (std::size_t i = 0; i < 5; ++i) writer.tensor(names[i], tensors[i]);
  writer.field("format", "attention-lab model 1");
  writer.field("config", R"({"kind":"transformer","text":"\u0001 \\ 中"})");
  writer.field("empty", "");
  writer.field("marks", "\"\t\r\n\x01}");
  const std::vector<std::byte> bytes = writer.bytes();
  CHECK(bytes == writer.bytes());

  Safetensors file;
  const Status status = Safetensors::read(bytes, file);
  INFO(status.message);
  REQUIRE(status.ok());
  CHECK(file.tensors().size() == 5);
  for (std::size_t i = 0; i < 5; ++i) {
    Tensor read;
    INFO(names[i]);
    REQUIRE(file.read(names[i], shapes[i], read).ok());
    CHECK(std::memcmp(read.data(), tensors[i].data(), static_cast<std::size_t>(read.count()) * 4) == 0);
  }
  const auto text = [&](std::string_view name) {
    for (const MetadataField& field : file.metadata())
      if (field.name == name) return field.text;
    return std::string("none");
  };
  CHECK(file.metadata().size() == 4);
  CHECK(text("format") == "attention-lab model 1");
  CHECK(text("config") == R"({"kind":"transformer","text":"\u0001 \\ 中"})");
  CHECK(text("empty") == "");
  CHECK(text("marks") == "\"\t\r\n\x01}");
}

TEST_CASE("numbers begin at a multiple of 8 bytes, also with nothing to say about them", "[io][safetensors]") {
  const Tensor one = test::tensor_of({1}, {2.5f});
  for (std::size_t length = 1; length < 10; ++length) {
    SafetensorsWriter writer;
    writer.tensor(std::string(length, 'x'), one);
    const std::vector<std::byte> bytes = writer.bytes();
    CHECK((bytes.size() - 4) % 8 == 0);
    Safetensors file;
    REQUIRE(Safetensors::read(bytes, file).ok());
    CHECK(file.metadata().empty());
  }
  Safetensors file;
  const std::vector<std::byte> nothing = SafetensorsWriter().bytes();
  const Status status = Safetensors::read(nothing, file);
  CHECK(status.ok());
}
