#include "app.h"

#include "../cef/schemes.h"
#include "renderer.h"

namespace cefrig {
namespace {

class App : public Counted<cef_app_t, App> {
 public:
  App() : renderer_(MakeRenderer()) {
    get_render_process_handler = [](cef_app_t* self) { return From(self)->renderer_.Give(); };
    on_register_custom_schemes = [](cef_app_t*, cef_scheme_registrar_t* registrar) { RegisterSchemes(registrar); };
  }

 private:
  const Ref<cef_render_process_handler_t> renderer_;
};

}  // namespace

Ref<cef_app_t> MakeApp() {
  return Ref<cef_app_t>::Adopt(App::New().Give());
}

}  // namespace cefrig
