#include "io/safetensors.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>

#include "base/random.hpp"
#include "file_bytes.hpp"

using namespace attn;
using namespace attn::testing;

namespace {

const std::vector<float> kFloats{1.5f, -2, 0};
const std::vector<std::uint16_t> kHalves{0x3c00, 0xc000};          // 1, −2
const std::vector<std::int8_t> kIntegers{1, -2, 127, -127, 0, 5};  // (2, 3)

std::string sound_header() {
  return R"({"__metadata__": {"name": "small \u2581", "heads": "2"},
    "f": {"dtype": "F32", "shape": [3], "data_offsets": [0, 12]},
    "i.scale": {"dtype":"F32","shape":[1,3],"data_offsets":[12,24]},
    "h": {"data_offsets": [24, 28], "shape": [2, 1], "dtype": "F16"},
    "i": {"dtype": "I8", "shape": [2, 3], "data_offsets": [28, 34]}}  )";
}

std::string sound_data() {
  return number_bytes(kFloats) + number_bytes<float>({0.5f, 2, -1}) + number_bytes(kHalves) + number_bytes(kIntegers);
}

std::string sound_file() { return file_bytes(sound_header(), sound_data()); }

Status read_status(std::string_view file) {
  const Bytes bytes(file);
  Safetensors tensors;
  return Safetensors::read(bytes, tensors);
}

/** Reads all there is: whatever the bytes are, nothing is read beyond them. */
bool survives(std::string_view file) {
  const Bytes bytes(file);
  Safetensors tensors;
  if (!Safetensors::read(bytes, tensors).ok()) return true;
  for (const StoredTensor& stored : tensors.tensors()) {
    Tensor tensor;
    const Status status = tensors.read(stored.name, stored.shape, tensor);
    if (status.ok() && !std::isfinite(tensor.data()[tensor.count() - 1])) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("a sound file", "[io]") {
  const Bytes bytes(sound_file());
  Safetensors file;
  REQUIRE(Safetensors::read(bytes, file).ok());
  REQUIRE(file.metadata().size() == 2);
  CHECK(file.metadata()[0].name == "heads");
  CHECK(file.metadata()[1].text == "small ▁");
  CHECK(file.shape("h") == Shape{2, 1});
  CHECK(file.shape("nothing").rank == 0);

  Tensor f, h, i;
  REQUIRE(file.read("f", {3}, f).ok());
  REQUIRE(file.read("h", {2, 1}, h).ok());
  REQUIRE(file.read("i", {2, 3}, i).ok());
  CHECK(std::vector<float>(f.data(), f.data() + 3) == kFloats);
  CHECK(std::vector<float>(h.data(), h.data() + 2) == std::vector<float>{1, -2});
  CHECK(std::vector<float>(i.data(), i.data() + 6) == std::vector<float>{0.5f, -4, -127, -63.5f, 0, -5});
}

TEST_CASE("a scale for each row", "[io]") {
  const Bytes bytes(file_bytes(R"({"i.scale":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},
    "i":{"dtype":"I8","shape":[2,3],"data_offsets":[8,14]}})",
                               number_bytes<float>({2, 10}) + number_bytes(kIntegers)));
  Safetensors file;
  Tensor i;
  REQUIRE(Safetensors::read(bytes, file).ok());
  REQUIRE(file.read("i", {2, 3}, i).ok());
  CHECK(std::vector<float>(i.data(), i.data() + 6) == std::vector<float>{2, -4, 254, -1270, 0, 50});
}

TEST_CASE("what is asked for and is not there", "[io]") {
  const Bytes bytes(sound_file());
  Safetensors file;
  REQUIRE(Safetensors::read(bytes, file).ok());
  Tensor tensor({1});
  const Status missing = file.read("nothing", {3}, tensor);
  CHECK(missing.code == "weights-missing");
  CHECK(text_of(missing, "tensor") == "nothing");
  const Status shape = file.read("f", {3, 1}, tensor);
  CHECK(shape.code == "weights-shape");
  CHECK(shape.message == "weights: \"f\" has shape (3), expected (3, 1)");
  CHECK(tensor.shape() == Shape{1});
}

TEST_CASE("an integer tensor without a fitting scale", "[io]") {
  const auto status_of = [](const std::string& header, const std::string& data) {
    const Bytes bytes(file_bytes(header, data));
    Safetensors file;
    REQUIRE(Safetensors::read(bytes, file).ok());
    Tensor tensor;
    return file.read("i", file.shape("i"), tensor);
  };
  const std::string integers = number_bytes(kIntegers);
  CHECK(status_of(R"({"i":{"dtype":"I8","shape":[2,3],"data_offsets":[0,6]}})", integers).code == "weights-missing");
  CHECK(status_of(R"({"i":{"dtype":"I8","shape":[6],"data_offsets":[0,6]}})", integers).code == "weights-shape");
  CHECK(status_of(R"({"i":{"dtype":"I8","shape":[2,3],"data_offsets":[0,6]},
    "i.scale":{"dtype":"F32","shape":[1,2],"data_offsets":[6,14]}})",
                  integers + number_bytes<float>({1, 1}))
            .code == "weights-shape");
  CHECK(status_of(R"({"i":{"dtype":"I8","shape":[2,3],"data_offsets":[0,6]},
    "i.scale":{"dtype":"F16","shape":[1,1],"data_offsets":[6,8]}})",
                  integers + number_bytes(std::vector<std::uint16_t>{1}))
            .code == "weights-type");
  CHECK(status_of(R"({"i":{"dtype":"I8","shape":[2,3],"data_offsets":[0,6]},
    "i.scale":{"dtype":"F32","shape":[1,1],"data_offsets":[6,10]}})",
                  integers + number_bytes<float>({3e38f}))
            .code == "weights-not-finite");
}

TEST_CASE("NaN and infinity are named with their place", "[io]") {
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  const Bytes bytes(
      file_bytes(R"({"f":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}})", number_bytes<float>({1, 2, kNan, 4})));
  Safetensors file;
  Tensor tensor;
  REQUIRE(Safetensors::read(bytes, file).ok());
  const Status status = file.read("f", {2, 2}, tensor);
  CHECK(status.code == "weights-not-finite");
  CHECK(text_of(status, "index") == "2");
}

TEST_CASE("a file cut off anywhere", "[io]") {
  const std::string whole = sound_file();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Status status = read_status(whole.substr(0, size));
    INFO(size);
    REQUIRE(status.code == "weights-truncated");
    CHECK(text_of(status, "actual") == std::to_string(size));
  }
}

TEST_CASE("some other file", "[io]") {
  CHECK(read_status("<!doctype html><html></html>").code == "weights-header");
  CHECK(read_status(std::string("PK\3\4 a zip file of any size")).code == "weights-header");
  CHECK(read_status(length_bytes(20) + "this is just text, no braces").code == "weights-header");
  CHECK(read_status(length_bytes(~std::uint64_t{0}) + "{}").code == "weights-header");
  CHECK(read_status(length_bytes(std::uint64_t{1} << 39) + "{}").code == "weights-truncated");
  CHECK(read_status(length_bytes(1000) + "no brace").code == "weights-header");
  CHECK(read_status(file_bytes("{}")).ok());
  CHECK(read_status(file_bytes("{}", "more")).code == "weights-header");
}

TEST_CASE("headers that are not sound", "[io]") {
  struct Case {
    const char* header;
    const char* code;
    const char* reason;
  };
  const Case cases[] = {
      {"", "weights-header", "broken JSON"},
      {"{", "weights-header", "broken JSON"},
      {"{}x", "weights-header", "broken JSON"},
      {"{} {}", "weights-header", "broken JSON"},
      {"[]", "weights-header", "broken JSON"},
      {R"({"f":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},})", "weights-header", "broken JSON"},
      {R"({"f":1})", "weights-header", "broken JSON"},
      {R"({"__metadata__":{"n":1}})", "weights-header", "broken JSON"},
      {R"({"__metadata__":{},"__metadata__":{}})", "weights-header", "a second __metadata__"},
      {R"({"__metadata__":{"a":"1","a":"2"}})", "weights-header", "a name given twice"},
      {R"({"f":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}})", "weights-type", nullptr},
      {R"({"f":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"more":1}})", "weights-header",
       "an unknown field of a tensor"},
      {R"({"f":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}})", "weights-header",
       "a field given twice"},
      {R"({"f":{"dtype":"F32","shape":[1]}})", "weights-header", "a tensor without dtype, shape or data_offsets"},
      {R"({"f":{"dtype":"F32","shape":[],"data_offsets":[0,4]}})", "weights-header", "a shape without axes"},
      {R"({"f":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}})", "weights-header", "a shape out of bounds"},
      {R"({"f":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})", "weights-header", "broken JSON"},
      {R"({"f":{"dtype":"F32","shape":[1,1,1,1,1],"data_offsets":[0,4]}})", "weights-header", "a shape out of bounds"},
      {R"({"f":{"dtype":"F32","shape":[2147483648],"data_offsets":[0,4]}})", "weights-header", "a shape out of bounds"},
      // 2³⁰·2³⁰·2² · 4 bytes is 2⁶⁴: it must not wrap round to 0
      {R"({"f":{"dtype":"F32","shape":[1073741824,1073741824,4],"data_offsets":[0,0]}})", "weights-header",
       "a shape that does not fill its data_offsets"},
      {R"({"f":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}})", "weights-header",
       "a shape that does not fill its data_offsets"},
      {R"({"f":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}})", "weights-header", "data_offsets out of order"},
      {R"({"f":{"dtype":"F32","shape":[1],"data_offsets":[0]}})", "weights-header", "data_offsets out of order"},
      {R"({"f":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}})", "weights-header", "broken JSON"},
      {R"({"f":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", "weights-header", "data_offsets with a gap"},
      {R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}})",
       "weights-header", "data_offsets that overlap"},
      {R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})",
       "weights-header", "data_offsets that overlap"},
      {R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})",
       "weights-header", "a name given twice"},
      {R"({"a":{"dtype":"F32","shape":[2147483647],"data_offsets":[0,8589934588]}})", "weights-truncated", nullptr},
  };
  for (const Case& each : cases) {
    INFO(each.header);
    const Status status = read_status(file_bytes(each.header, "12345678"));
    CHECK(status.code == each.code);
    if (each.reason) CHECK(text_of(status, "reason") == each.reason);
  }
}

TEST_CASE("an error leaves the file as it was", "[io]") {
  const Bytes bytes(sound_file()), broken(file_bytes("{"));
  Safetensors file;
  REQUIRE(Safetensors::read(bytes, file).ok());
  REQUIRE_FALSE(Safetensors::read(broken, file).ok());
  CHECK(file.tensors().size() == 4);
}

TEST_CASE("damaged bytes are never a crash", "[io]") {
  const std::string whole = sound_file();
  const std::string_view likely = "{}[]:,\"\\0123456789u";
  Random random(1);
  for (int round = 0; round < 20000; ++round) {
    std::string damaged = whole;
    for (std::int64_t changes = 1 + random.below(4); changes > 0; --changes) {
      const auto at = static_cast<std::size_t>(random.below(static_cast<std::int64_t>(damaged.size())));
      switch (random.below(3)) {
        case 0: damaged[at] = static_cast<char>(random.below(256)); break;
        case 1:
          damaged[at] = likely[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(likely.size())))];
          break;
        default: damaged.erase(at, static_cast<std::size_t>(1 + random.below(3)));
      }
    }
    REQUIRE(survives(damaged));
  }
}

TEST_CASE("16-bit floats", "[io]") {
  for (std::uint32_t bits = 0; bits < 0x7c00; ++bits) {
    const int exponent = static_cast<int>(bits >> 10), fraction = static_cast<int>(bits & 1023);
    const double value = exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
    REQUIRE(half_to_float(static_cast<std::uint16_t>(bits)) == value);
    REQUIRE(half_to_float(static_cast<std::uint16_t>(bits | 0x8000)) == -value);
  }
  CHECK(std::isinf(half_to_float(0x7c00)));
  CHECK(std::isnan(half_to_float(0x7e01)));
}
