#include "../handlers.h"

#include <atomic>
#include <cstring>

#include "../../cef/string.h"
#include "../browser.h"
#include "../events.h"
#include "../task.h"

namespace cefrig {
namespace {

// What a page plays, in a copy of its own: heard or not, with a sound device or without. CEF begins to copy when there is sound.
class AudioHandler : public Counted<cef_audio_handler_t, AudioHandler> {
 public:
  explicit AudioHandler(std::shared_ptr<Browser> owner) : owner_(std::move(owner)) {
    get_audio_parameters = [](cef_audio_handler_t*, cef_browser_t* browser, cef_audio_parameters_t*) {
      AssertOn(TID_UI, "get_audio_parameters");
      Drop(browser);
      return 1;
    };
    // CEF's thread for audio, which has no name.
    on_audio_stream_started = [](cef_audio_handler_t* self, cef_browser_t* browser, const cef_audio_parameters_t* parameters,
                                 int channels) {
      Drop(browser);
      AudioHandler& handler = *From(self);
      handler.channels_ = channels;
      Emit({"audiostarted", handler.owner_->page(), {{"channels", double(channels)}, {"sampleRate", double(parameters->sample_rate)}}});
    };
    // The same thread.
    on_audio_stream_packet = [](cef_audio_handler_t* self, cef_browser_t* browser, const float** data, int frames, int64_t pts) {
      Drop(browser);
      From(self)->Packet(data, frames, pts);
    };
    // The UI thread, or after an error the one for audio; so is the next.
    on_audio_stream_stopped = [](cef_audio_handler_t* self, cef_browser_t* browser) {
      Drop(browser);
      Emit({"audiostopped", From(self)->owner_->page()});
    };
    on_audio_stream_error = [](cef_audio_handler_t* self, cef_browser_t* browser, const cef_string_t*) {
      Drop(browser);
      Emit({"audiostopped", From(self)->owner_->page()});
    };
  }

 private:
  void Packet(const float** data, int frames, int64_t pts) const {
    if (!owner_->reports_audio()) return;
    const size_t plane = static_cast<size_t>(frames) * sizeof(float);
    Bytes samples(plane * static_cast<size_t>(channels_));
    for (int channel = 0; channel < channels_; ++channel)
      std::memcpy(samples.data() + plane * static_cast<size_t>(channel), data[channel], plane);
    Emit({"audio", owner_->page(), {{"frames", double(frames)}, {"pts", double(pts)}, {"samples", std::move(samples)}}});
  }

  std::shared_ptr<Browser> owner_;
  std::atomic<int> channels_{0};
};

}  // namespace

Ref<cef_audio_handler_t> MakeAudioHandler(const std::shared_ptr<Browser>& browser) {
  return Ref<cef_audio_handler_t>::Adopt(AudioHandler::New(browser).Give());
}

}  // namespace cefrig
