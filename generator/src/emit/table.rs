//! The table of a struct: which field has which number. All else is the runtime's.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::Type;
use crate::names::{ident, is_listed};
use crate::plan::models::{Models, TargetKind};

/// The table of a struct.
pub(super) struct Table<'a> {
    /// The struct.
    pub(super) name: &'a str,
    /// Its dotted name.
    pub(super) type_name: &'a str,
    /// The dotted names of all types that are derived from it.
    pub(super) derived: &'a [&'a str],
    /// The fields.
    pub(super) fields: Vec<TableField<'a>>,
    /// Whether there is a place for everything else.
    pub(super) extra: bool,
}

/// One of them.
pub(super) struct TableField<'a> {
    /// The name that travels.
    pub(super) wire: &'a str,
    /// The field.
    pub(super) rust: &'a str,
    /// What it holds.
    pub(super) kind: FieldKind,
    /// Whether it is no `Option`.
    pub(super) required: bool,
}

/// What a field holds, as the runtime tells fields apart.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum FieldKind {
    Scalar,
    /// A member of an enum, or several.
    Enum,
    List,
    /// An object that may be absent.
    Object,
    /// The same in a box.
    Boxed,
    /// An object that must be given.
    Given,
}

/// How a field holds an object.
#[derive(Clone, Copy)]
pub(super) enum Held {
    Optional,
    Boxed,
    Required,
}

impl FieldKind {
    /// The kind of a field of a type.
    pub(super) fn of(ty: &Type, models: &Models<'_>, held: Held) -> Self {
        let target = match ty {
            Type::List(_) => return Self::List,
            Type::Named(ty) => Some(models.target(*ty)),
            Type::Primitive(_) | Type::Json => None,
        };
        match (target.map(|target| target.kind), held) {
            (Some(TargetKind::Struct), Held::Optional) => Self::Object,
            (Some(TargetKind::Struct), Held::Boxed) => Self::Boxed,
            (Some(TargetKind::Struct), Held::Required) => Self::Given,
            (Some(TargetKind::Enum | TargetKind::Flags), _) => Self::Enum,
            (Some(TargetKind::Alias) | None, _) => Self::Scalar,
        }
    }
}

impl Table<'_> {
    /// The implementations of `Fields` and `Default`. The latter has no calls but those that it needs: there are thousands of fields,
    /// and each call in a crate costs. All are inline, so that only what a program reaches is compiled, and with the program.
    pub(super) fn emit(&self) -> TokenStream {
        let Self { name: text, type_name, derived, fields, extra } = self;
        let name = ident(text);
        let names: Vec<&str> = fields.iter().map(|field| field.wire).collect();
        let derived: Vec<&str> = derived.iter().copied().filter(|name| is_listed(name)).collect();
        let (names, derived) = (names.join(" "), derived.join(" "));
        let empty = fields.iter().map(|field| {
            let name = ident(field.rust);
            if field.required {
                quote!(#name: ::core::default::Default::default())
            } else {
                quote!(#name: None)
            }
        });
        let no_extra =
            extra.then(|| quote!(additional: ::msgraph_core::model::Map::new(), __non_exhaustive: ()));
        let numbers: Vec<Literal> = (0..fields.len()).map(Literal::usize_unsuffixed).collect();
        let views = fields.iter().map(|field| {
            let name = ident(field.rust);
            match field.kind {
                FieldKind::Scalar => quote!(View::Scalar(&self.#name)),
                FieldKind::Enum => quote!(View::Enum(&self.#name)),
                FieldKind::List => quote!(View::List(&self.#name)),
                FieldKind::Object => quote!(View::object(&self.#name)),
                FieldKind::Boxed => quote!(View::boxed(&self.#name)),
                FieldKind::Given => quote!(View::Object(&self.#name)),
            }
        });
        let places = fields.iter().map(|field| {
            let name = ident(field.rust);
            match field.kind {
                FieldKind::Scalar => quote!(Place::Scalar(&mut self.#name)),
                FieldKind::Enum => quote!(Place::Enum(&mut self.#name)),
                FieldKind::List => quote!(Place::List(&mut self.#name)),
                FieldKind::Object => quote!(Place::object(&mut self.#name, act)),
                FieldKind::Boxed => quote!(Place::boxed(&mut self.#name, act)),
                FieldKind::Given => quote!(Place::Object(&mut self.#name)),
            }
        });
        let acts = fields.iter().any(|field| matches!(field.kind, FieldKind::Object | FieldKind::Boxed));
        let act = if acts { quote!(act) } else { quote!(_) };
        let (view_rest, place_rest) = if *extra {
            (quote!(View::Rest(&self.additional)), quote!(Place::Rest(&mut self.additional)))
        } else {
            (quote!(View::Absent), quote!(Place::Absent(None)))
        };
        // A match needs something to choose from.
        let (number, view, place) = if fields.is_empty() {
            (quote!(_), view_rest, place_rest)
        } else {
            let view = quote!(match number { #(#numbers => #views,)* _ => #view_rest });
            let place = quote!(match number { #(#numbers => #places,)* _ => #place_rest });
            (quote!(number), view, place)
        };
        quote! {
            impl ::core::default::Default for #name {
                #[inline]
                fn default() -> Self {
                    Self { #(#empty,)* #no_extra }
                }
            }

            impl ::msgraph_core::emitted::Fields for #name {
                #[inline]
                fn shape(&self) -> &'static ::msgraph_core::emitted::Shape {
                    use ::msgraph_core::emitted::Shape;
                    static SHAPE: Shape = Shape::new(#text, #type_name, #derived, #names);
                    &SHAPE
                }

                #[inline]
                fn view(&self, #number: usize) -> ::msgraph_core::emitted::View<'_> {
                    use ::msgraph_core::emitted::View;
                    #view
                }

                #[inline]
                fn place(
                    &mut self,
                    #number: usize,
                    #act: ::msgraph_core::emitted::Act,
                ) -> ::msgraph_core::emitted::Place<'_> {
                    use ::msgraph_core::emitted::Place;
                    #place
                }
            }
        }
    }
}
