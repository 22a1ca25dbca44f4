//! The gate filter in Rust with the SDK `proxy-wasm`.
use proxy_wasm::traits::{Context, HttpContext, RootContext};
use proxy_wasm::types::{Action, Bytes, ContextType};
use std::rc::Rc;

proxy_wasm::main! {{
    proxy_wasm::set_root_context(|_| Box::<Gate>::default());
}}

#[derive(Default)]
struct Gate {
    configuration: Rc<Bytes>,
}

impl Context for Gate {}

impl RootContext for Gate {
    fn on_configure(&mut self, _size: usize) -> bool {
        self.configuration = Rc::new(self.get_plugin_configuration().unwrap_or_default());
        true
    }

    fn get_type(&self) -> Option<ContextType> {
        Some(ContextType::HttpContext)
    }

    fn create_http_context(&self, _id: u32) -> Option<Box<dyn HttpContext>> {
        let configuration = Rc::clone(&self.configuration);
        Some(Box::new(Request { configuration }))
    }
}

struct Request {
    configuration: Rc<Bytes>,
}

impl Context for Request {}

impl HttpContext for Request {
    fn on_http_request_headers(&mut self, _count: usize, _end_of_stream: bool) -> Action {
        let path = self.get_http_request_header_bytes(":path");
        if path.is_some_and(|path| path.ends_with(b"/forbidden")) {
            self.send_http_response(403, vec![], Some(b"forbidden by rust\n"));
            return Action::Pause;
        }
        self.set_http_request_header_bytes("x-gate-configuration", Some(&self.configuration));
        Action::Continue
    }

    fn on_http_response_headers(&mut self, _count: usize, _end_of_stream: bool) -> Action {
        self.add_http_response_header("x-gate", "rust");
        Action::Continue
    }
}
