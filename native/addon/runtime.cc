#include "runtime.h"

#include <array>
#include <clocale>
#include <cstring>

#include "../cef/library.h"
#include "../cef/ref.h"
#include "../cef/schemes.h"
#include "../cef/string.h"
#include "context.h"
#include "events.h"
#include "handlers.h"
#include "task.h"

namespace cefrig {
namespace {

using Switches = std::vector<std::pair<std::string, std::string>>;

void Append(const Switches& switches, cef_command_line_t* line) {
  for (const auto& [name, value] : switches) {
    if (value.empty()) {
      line->append_switch(line, CefText(name).get());
    } else {
      line->append_switch_with_value(line, CefText(name).get(), CefText(value).get());
    }
  }
}

class BrowserProcessHandler : public Counted<cef_browser_process_handler_t, BrowserProcessHandler> {
 public:
  explicit BrowserProcessHandler(Switches child_switches) : child_switches_(std::move(child_switches)) {
    on_before_child_process_launch = [](cef_browser_process_handler_t* self, cef_command_line_t* line) {
      const auto owned = Ref<cef_command_line_t>::Adopt(line);
      Append(From(self)->child_switches_, owned.get());
    };
    on_context_initialized = [](cef_browser_process_handler_t*) {
      AssertOn(TID_UI, "on_context_initialized");
      Emit({"initialized"});
    };
    // Another Host on our cache directory: there is none, since each has its own.
    on_already_running_app_relaunch = [](cef_browser_process_handler_t*, cef_command_line_t* line, const cef_string_t*) {
      Drop(line);
      return 1;
    };
  }

 private:
  const Switches child_switches_;
};

class App : public Counted<cef_app_t, App> {
 public:
  explicit App(const RuntimeOptions& options)
      : switches_(options.switches), browser_process_(BrowserProcessHandler::New(options.child_switches)) {
    get_browser_process_handler = [](cef_app_t* self) -> cef_browser_process_handler_t* {
      return From(self)->browser_process_.Give();
    };
    on_register_custom_schemes = [](cef_app_t*, cef_scheme_registrar_t* registrar) { RegisterSchemes(registrar); };
    on_before_command_line_processing = [](cef_app_t* self, const cef_string_t* process_type, cef_command_line_t* line) {
      const auto owned = Ref<cef_command_line_t>::Adopt(line);
      if (!ToUtf8(process_type).empty()) return;
      Append(From(self)->switches_, owned.get());
    };
  }

 private:
  const Switches switches_;
  Ref<BrowserProcessHandler> browser_process_;
};

// CEF 146.0.10 wants `size` to be its own structure's (448 bytes) although API version 13300 has 440; others want 440. So:
// room for a larger one, the rest zero, and each known size in turn. A refusal by size has no side effect.
constexpr std::array<size_t, 3> kSettingsSizes = {sizeof(cef_settings_t), 448, 456};

union Settings {
  cef_settings_t known;
  std::array<char, 1024> room;
};

}  // namespace

std::string Initialize(const RuntimeOptions& options) {
  std::string problem = LoadCef(options.library);
  if (!problem.empty()) return problem;

  static Settings settings;  // the strings live as long as the process: CEF copies them when it likes
  std::memset(&settings, 0, sizeof settings);
  cef_settings_t& known = settings.known;
  known.no_sandbox = 1;
  known.multi_threaded_message_loop = 1;
  known.windowless_rendering_enabled = 1;
  known.command_line_args_disabled = 1;
  known.disable_signal_handlers = 1;
  known.log_severity = static_cast<cef_log_severity_t>(options.log_severity);
  known.remote_debugging_port = options.debugging_port;
  Assign(known.browser_subprocess_path, options.helper);
  Assign(known.resources_dir_path, options.resources);
  Assign(known.locales_dir_path, options.locales);
  Assign(known.root_cache_path, options.cache);
  Assign(known.log_file, options.log_file);
  Assign(known.locale, options.locale);
  Assign(known.accept_language_list, options.accept_languages);
  if (!options.user_agent.empty()) Assign(known.user_agent, options.user_agent);
  if (!options.user_agent_product.empty()) Assign(known.user_agent_product, options.user_agent_product);

  // Paths with letters beyond ASCII are lost in the C locale, which Node leaves the process in.
  std::setlocale(LC_CTYPE, "C.UTF-8");

  static char name[] = "cefrig";
  static char* arguments[] = {name, nullptr};
  const cef_main_args_t main_arguments = {1, arguments};
  const Ref<App> app = App::New(options);
  for (const size_t size : kSettingsSizes) {
    known.size = size;
    if (cef.initialize(&main_arguments, &known, app.Give(), nullptr)) return "";
  }
  return "cef_initialize failed with exit code " + std::to_string(cef.get_exit_code());
}

void Shutdown() {
  CloseAllContexts();
  cef.shutdown();
}

}  // namespace cefrig
